//! A program that asks the emitted shop policy with typed requests.

use shop::{Act, Action, Asked, AskedOrNone, Axis, Consent, Data, Day, DaysOver, Decision, Event, Party, Place};
use shop::{Pledge, Purpose, Reason, Request, Right, Safeguards, Subject, Verdict};

include!("shop.rs");

/// A parcel from Germany to a carrier in Germany, for a customer at home there.
fn parcel() -> Request<'static> {
    Request::new(Action::Share)
        .data(Data::ContactDetails)
        .recipient(Party::Carrier)
        .home(Place::DE)
        .origin(Place::DE)
        .destination(Place::DE)
        .date(Day::new(2024, 6, 1).expect("a day"))
}

fn duties(decision: &Decision) -> Vec<&'static str> {
    decision.duties().map(|duty| duty.text).collect()
}

fn needs(decision: &Decision) -> Vec<Axis> {
    decision.needs().collect()
}

fn main() {
    let permitted = shop::decide(&parcel());
    assert!(permitted.is_permitted());
    assert_eq!(duties(&permitted), ["encrypt(in_transit)"]);
    let rule = permitted.rule().expect("a rule");
    assert_eq!((rule.name(), rule.effect(), rule.file()), ("deliver", "permit", "shop.privity"));
    assert_eq!(rule.citations().map(|cited| (cited.label, cited.heading)).next(), Some(("T_1", "Deliveries")));

    // Resolved once, decided often: a request about one thing of which all is known that any rule tests.
    assert_eq!(parcel().consent(Consent::General).age(17).resolve(), None);
    assert_eq!(parcel().data(Data::EmailAddress).resolve(), None);
    let known = parcel().data(Data::EmailAddress).consent(Consent::General).age(17).resolve().expect("all is known");
    assert_eq!(Decision::from(known.decide()), permitted);
    assert_eq!(known.decide().duties().map(|duty| duty.text).collect::<Vec<_>>(), ["encrypt(in_transit)"]);
    assert_eq!(known.with(Axis::Ordered, 0).map(|late| late.decide().reason()), Some(Reason::NoPermit));
    assert_eq!(known.with(Axis::Age, 151), None);
    let mut rulings = [known.decide(); 2];
    shop::decide_all(&[known.with(Axis::Ordered, 0).expect("a value"), known], &mut rulings);
    assert_eq!(rulings.map(|ruling| ruling.is_permitted()), [false, true]);

    // The carrier sits in the US too, and nothing safeguards that unless the request says so.
    let mut anywhere = parcel();
    anywhere.destination = Asked::LeftOut;
    assert_eq!(anywhere.decide().reason, Some(Reason::NoTransferPermit));
    anywhere.safeguards.scc = Some(true);
    assert!(anywhere.decide().is_permitted());
    assert_eq!(needs(&anywhere.safeguards(Safeguards::UNKNOWN).decide()), [Axis::SafeguardsScc]);

    // All of several things: the worst counts.
    let both = parcel().data(&[Data::Name, Data::Self_]);
    assert_eq!(both.decide().verdict, Verdict::Deny);
    assert_eq!(needs(&parcel().data(AskedOrNone::OneOf(&[Data::Name, Data::Self_])).decide()), [Axis::Data]);
    assert_eq!(parcel().data(&[]).decide().reason, Some(Reason::Inconsistent));
    assert_eq!(parcel().recipient(AskedOrNone::Nothing).decide().verdict, Verdict::Deny);

    let flyer = parcel()
        .data(Data::Name)
        .recipient(Party::Advertiser)
        .destination(Place::DE)
        .purpose(Purpose::Advertising);
    assert_eq!(flyer.decide().verdict, Verdict::Needs);
    assert_eq!(needs(&flyer.decide()), [Axis::Consent, Axis::Age]);
    assert_eq!(needs(&flyer.consent(Consent::Explicit).decide()), [Axis::Age]);
    assert!(flyer.consent(Consent::Explicit).age(18).decide().is_permitted());
    assert_eq!(flyer.consent(Consent::General).age(18).decide().reason, Some(Reason::NoPermit));
    assert_eq!(flyer.age(151).decide().reason, Some(Reason::Inconsistent));

    let child = parcel().subject(Subject::Child).decide();
    assert_eq!((child.verdict, child.rule().map(|rule| rule.name())), (Verdict::Deny, Some("children")));
    let early = parcel().date(Day::new(2023, 12, 31).expect("a day")).decide();
    assert_eq!((early.verdict, early.reason), (Verdict::NotApplicable, Some(Reason::OutsideLife)));
    let unsafe_parcel = parcel().broken(&[Pledge::EncryptInTransit]).decide();
    assert_eq!(unsafe_parcel.verdict, Verdict::Deny);

    let access = Request { date: Asked::Just(Day(20_000)), ..Request::new(Right::Access) };
    assert_eq!(access.decide().reason, Some(Reason::ResponseByDefault));
    let breach = Request::new(Act::Handle(Event::Breach)).date(Day(20_000)).decide();
    assert_eq!(duties(&breach), ["notify(carrier) through email or letter within 72 hours"]);

    assert_eq!(Party::from_name("parcel_service"), Some(Party::Carrier));
    assert_eq!(Data::ContactDetailsOther.name(), "contact_details.other");
    assert_eq!(Consent::from_name("explicit"), Some(Consent::Explicit));
    assert_eq!(parcel().days_over(DaysOver::Is(3)).decide(), parcel().decide());
    assert_eq!((shop::POLICY, shop::VERSION), ("shop", "3"));
    assert_eq!(shop::EFFECTIVE.0, Day::new(2024, 1, 1).expect("a day"));
}

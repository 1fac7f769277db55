//! Names that refer to something: plain, or with a kind, a module or a law in front.

use super::declarations::Thing;
use super::recorder::{Recorder, Vain};
use super::{Known, Sense, Wanted};
use crate::check::policy::ClassAxis;
use crate::resolve::lookups::path_text;
use crate::resolve::names::{Found, KINDS, Space, kind_word};
use crate::resolve::sets::ROLES;
use crate::syntax::ast::{Citation, Kind, Name, Path, Set, SetMember};

impl<'w> Recorder<'w> {
    /// A path that means something of the first of the sorts that has it; gives what was found.
    pub(super) fn path(&mut self, path: &Path, spaces: &[Space]) -> Option<(Space, Found<'w>)> {
        self.wish(path.span, || Wanted::Name {
            spaces: spaces.to_vec(),
            before: words_before(path),
        });
        let names = &self.world.names;
        for &space in spaces {
            if let Some(found) = names.find(space, path, self.module) {
                self.refers(path, space, found);
                return Some((space, found));
            }
        }
        if let Some(fresh) = &mut self.fresh {
            fresh.vain.push(Vain {
                path: path.clone(),
                spaces: spaces.to_vec(),
                module: self.module,
            });
        }
        self.occurs(path.span, false, spaces.first().copied(), Sense::Unknown);
        None
    }

    pub(super) fn paths(&mut self, paths: &[Path], spaces: &[Space]) {
        for path in paths {
            self.path(path, spaces);
        }
    }

    fn refers(&mut self, path: &Path, space: Space, found: Found<'_>) {
        let mut segments = path.segments.as_slice();
        if found.residual
            && let Some((other, rest)) = segments.split_last()
        {
            self.known(other.span, Known::Residual);
            segments = rest;
        }
        let Some((name, before)) = segments.split_last() else {
            return;
        };
        let sense = self.meaning(Thing::Named(space, found.declared.what));
        self.occurs(name.span, false, Some(space), sense);
        self.front(before, space);
    }

    /// What stands in front of a name: a kind, then a law or a module.
    fn front(&mut self, mut before: &[Name], space: Space) {
        if let (Some((first, rest)), Space::Kind(kind)) = (before.split_first(), space)
            && first.text == kind_word(kind)
        {
            self.known(first.span, Known::Kind);
            before = rest;
        }
        let (Some(first), Some(last)) = (before.first(), before.last()) else {
            return;
        };
        let front = Path {
            segments: before.iter().cloned().collect(),
            span: first.span.to(last.span),
        };
        let text = path_text(&front);
        if let Some(law) = self.world.names.declared(Space::Law, &text) {
            let sense = self.meaning(Thing::Named(Space::Law, law.what));
            self.occurs(front.span, false, Some(Space::Law), sense);
        } else {
            self.module_path(&front);
        }
    }

    /// The path of a module.
    pub(super) fn module_path(&mut self, path: &Path) {
        self.wish(path.span, || Wanted::Module(words_before(path)));
        let id = self.modules.get(path_text(path).as_str()).copied();
        let sense = id.map_or(Sense::Unknown, Sense::Declared);
        self.occurs(path.span, false, None, sense);
    }

    /// Names of rules, also of those that were named by their content.
    pub(super) fn rule_names(&mut self, paths: &[Path], spaces: &[Space]) {
        for path in paths {
            let derived = match path.segments.as_slice() {
                [only] => self.declared.derived.get(&only.text).copied(),
                _ => None,
            };
            match derived {
                Some(id) => self.occurs(path.span, false, Some(Space::Rule), Sense::Declared(id)),
                None => {
                    self.path(path, spaces);
                }
            }
        }
    }

    pub(super) fn citations(&mut self, citations: &[Citation]) {
        for citation in citations {
            if let Citation::Anchor(path) = citation {
                self.path(path, &[Space::Anchor]);
            }
        }
    }

    /// A set of nodes of a kind.
    pub(super) fn set(&mut self, set: &Set, kind: Kind) {
        self.set_of(set, &[Space::Kind(kind)]);
    }

    /// A set of nodes of one of several kinds.
    pub(super) fn set_of(&mut self, set: &Set, spaces: &[Space]) {
        for member in &set.members {
            match member {
                SetMember::Any(_) => {}
                SetMember::Path(path) if is_word(path, "none") => {
                    self.known(path.span, Known::Value);
                }
                SetMember::Path(path)
                | SetMember::DerivedFrom(path)
                | SetMember::WithDerived(path) => {
                    self.path(path, spaces);
                }
                SetMember::Role(role) => self.role(role),
            }
        }
        self.paths(&set.except, spaces);
    }

    pub(super) fn role(&mut self, role: &Name) {
        self.wish(role.span, || Wanted::Role);
        if ROLES.contains(&role.text.as_str()) {
            self.known(role.span, Known::Role);
        } else {
            self.occurs(role.span, false, None, Sense::Unknown);
        }
    }

    /// `from` takes places or parties, whichever its first name is that tells.
    pub(super) fn set_of_from(&mut self, set: &Set) {
        let names = &self.world.names;
        let (party, place) = (Space::Kind(Kind::Party), Space::Kind(Kind::Place));
        let telling = set.members.iter().find_map(|member| match member {
            SetMember::Path(path) => {
                let is = |space| names.find(space, path, self.module).is_some();
                match (is(place), is(party)) {
                    (true, false) => Some(place),
                    (false, true) => Some(party),
                    _ => None,
                }
            }
            SetMember::Role(_) => Some(party),
            SetMember::Any(_) | SetMember::DerivedFrom(_) | SetMember::WithDerived(_) => None,
        });
        match telling {
            Some(space) => self.set_of(set, &[space]),
            None => self.set_of(set, &[party, place]),
        }
    }

    /// The kind of a group or an alias, which is that of what it names; all kinds where that is not known.
    pub(super) fn kind_of<'p>(
        &self,
        name: &Name,
        named: impl IntoIterator<Item = &'p Path>,
    ) -> Vec<Space> {
        let names = &self.world.names;
        let law = names.law_of(self.module);
        let own = law.map(|law| crate::resolve::names::qualified(law, &name.text));
        let here = KINDS.map(Space::Kind).into_iter().find(|&space| {
            let known = [Some(&name.text), own.as_ref()].into_iter().flatten();
            known
                .filter_map(|name| names.declared(space, name))
                .any(|declared| self.is_here(declared.span, name.span))
        });
        let of_named = || {
            named.into_iter().find_map(|path| {
                let kinds = KINDS.map(Space::Kind).into_iter();
                let mut found =
                    kinds.filter(|&space| names.find(space, path, self.module).is_some());
                found.next().filter(|_| found.next().is_none())
            })
        };
        match here.or_else(of_named) {
            Some(space) => vec![space],
            None => KINDS.map(Space::Kind).to_vec(),
        }
    }
}

/// Whether a path is a single word, and this one.
pub(super) fn is_word(path: &Path, word: &str) -> bool {
    matches!(path.segments.as_slice(), [only] if only.text == word)
}

/// The axis of every request that a path names.
pub(super) fn class_axis(path: &Path) -> Option<ClassAxis> {
    ClassAxis::ALL
        .into_iter()
        .find(|axis| is_word(path, axis.name()))
}

/// The words of a path before the last one, which is being written.
fn words_before(path: &Path) -> Vec<String> {
    let before = path.segments.split_last().map(|(_, before)| before);
    let before = before.unwrap_or_default();
    before.iter().map(|name| name.text.clone()).collect()
}

//! regorus, by its interpreter or by its virtual machine. The policy is compiled once; requests are values made beforehand.

use std::time::Duration;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine as Interpreter, Rc, Value};

use super::{Engine, Form, clock};
use crate::Outcome;
use crate::model::{Request, RuleSet};
use crate::translate::rego;

/// More instructions than any decision takes here; the default refuses some hundred rules.
const MOST_INSTRUCTIONS: usize = 1_000_000_000;

/// One of the two ways in which regorus runs a policy.
pub(crate) struct Regorus {
    how: How,
    requests: Vec<Value>,
    texts: Vec<String>,
}

enum How {
    Interpreter(Box<Interpreter>),
    Machine(Box<RegoVM>),
}

/// Reads and compiles the rules; what the interpreter runs.
pub(crate) fn compile(policies: &[String], data: &str) -> Outcome<Interpreter> {
    let mut engine = Interpreter::new();
    for (number, policy) in policies.iter().enumerate() {
        engine.add_policy(format!("rules{number}.rego"), policy.clone())?;
    }
    engine.add_data_json(data)?;
    engine.compile_with_entrypoint(&Rc::from(rego::ENTRY))?;
    Ok(engine)
}

impl Regorus {
    /// The interpreter, or the virtual machine if `machine`.
    pub(crate) fn new(set: &RuleSet, raw: &[Request], machine: bool) -> Outcome<Self> {
        let mut interpreter = compile(&rego::policies(set), &rego::data(set))?;
        let how = if machine {
            let policy = interpreter.compile_with_entrypoint(&Rc::from(rego::ENTRY))?;
            let program = Compiler::compile_from_policy(&policy, &[rego::ENTRY])?;
            let mut machine = RegoVM::new();
            machine.set_max_instructions(MOST_INSTRUCTIONS);
            machine.load_program(program);
            machine.set_data(Value::from_json_str(&rego::data(set))?)?;
            How::Machine(Box::new(machine))
        } else {
            How::Interpreter(Box::new(interpreter))
        };
        let texts: Vec<String> = raw
            .iter()
            .map(|request| rego::input(set, request))
            .collect();
        let requests = texts
            .iter()
            .map(|text| Value::from_json_str(text))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            how,
            requests,
            texts,
        })
    }
}

impl How {
    fn decide(&mut self, request: Value) -> Outcome<bool> {
        let answer = match self {
            Self::Interpreter(engine) => {
                engine.set_input(request);
                engine.eval_rule(rego::ENTRY.to_owned())?
            }
            Self::Machine(machine) => {
                machine.set_input(request);
                machine.execute()?
            }
        };
        Ok(*answer.as_bool()?)
    }
}

impl Engine for Regorus {
    fn name(&self) -> &'static str {
        match self.how {
            How::Interpreter(_) => "regorus, interpreter",
            How::Machine(_) => "regorus, virtual machine",
        }
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        let requests = self.requests.iter().take(count);
        requests
            .map(|request| self.how.decide(request.clone()))
            .collect()
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        let how = &mut self.how;
        Ok(Some(match form {
            Form::Prepared => clock(count, &self.requests, |request| {
                how.decide(request.clone()).ok()
            }),
            Form::Strings => clock(count, &self.texts, |text| {
                Value::from_json_str(text)
                    .ok()
                    .and_then(|value| how.decide(value).ok())
            }),
        }))
    }
}

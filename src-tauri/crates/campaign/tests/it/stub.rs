//! A messenger that does as it is told, and the log of what arrived.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use pannier_core::{Channel, Class, Message, Messenger, Receipt, SendError, Stage, Stopped};

/// What a server does with the next tries to an address, one after the other; then it takes mail.
#[derive(Debug, Clone, Default)]
pub(crate) struct Server(Arc<Mutex<Inner>>);

type Hook = Box<dyn FnMut(&str) + Send>;

#[derive(Default)]
struct Inner {
    arrived: Vec<(String, String)>,
    asked: u32,
    tells: HashMap<String, Vec<(Stage, Class)>>,
    always: Option<(Stage, Class)>,
    before: Option<Hook>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner")
            .field("arrived", &self.arrived)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// The next try to an address ends so.
    pub(crate) fn tell(&self, address: &str, ends: &[(Stage, Class)]) {
        let mut inner = self.0.lock().unwrap();
        inner
            .tells
            .entry(address.to_owned())
            .or_default()
            .extend(ends);
    }

    /// Every try ends so.
    pub(crate) fn always(&self, end: Option<(Stage, Class)>) {
        self.0.lock().unwrap().always = end;
    }

    /// Called before each try, with the address.
    pub(crate) fn before(&self, hook: impl FnMut(&str) + Send + 'static) {
        self.0.lock().unwrap().before = Some(Box::new(hook));
    }

    /// Addresses and ids of what arrived.
    pub(crate) fn arrived(&self) -> Vec<(String, String)> {
        self.0.lock().unwrap().arrived.clone()
    }

    pub(crate) fn asked(&self) -> u32 {
        self.0.lock().unwrap().asked
    }

    pub(crate) fn lines<'l>(&self, count: usize) -> Vec<Box<dyn Messenger + 'l>> {
        (0..count)
            .map(|_| Box::new(Line(self.clone())) as Box<dyn Messenger>)
            .collect()
    }
}

struct Line(Server);

impl Messenger for Line {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError> {
        let address = message.to.address.as_str().to_owned();
        let hook = self.0.0.lock().unwrap().before.take();
        if let Some(mut hook) = hook {
            hook(&address);
            let mut inner = self.0.0.lock().unwrap();
            inner.before.get_or_insert(hook);
        }
        let end = {
            let mut inner = self.0.0.lock().unwrap();
            inner.asked += 1;
            let told = inner
                .tells
                .get_mut(&address)
                .filter(|ends| !ends.is_empty());
            let told = told.map(|ends| ends.remove(0));
            told.or(inner.always)
        };
        let fail = |(stage, class): (Stage, Class)| {
            Err(SendError {
                stage,
                class,
                code: Some(550),
                enhanced: None,
                said: format!("{} as told", class.name()),
            })
        };
        match end {
            Some(end) if end.0 < Stage::Body => return fail(end),
            _ => {}
        }
        if before_body().is_err() {
            return Err(SendError::here(Stage::Data, Class::Stopped, ""));
        }
        let arrives = end.is_none_or(|(_, class)| class == Class::Uncertain);
        if arrives {
            let id = message.id.opaque().as_str().to_owned();
            self.0.0.lock().unwrap().arrived.push((address, id));
        }
        match end {
            Some(end) => fail(end),
            None => Ok(Receipt {
                said: "250 taken".to_owned(),
            }),
        }
    }

    fn hang_up(&mut self) {}
}

//! The page as a person knows it: things with a role and a name, and words that can be read.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::driver::{Element, Session, TAB, until};

/// Finds what is visible, has the role and whose name is the one given, or else begins with it.
const BY_ROLE: &str = r"
const [role, wanted] = arguments[0];
const selectors = {
    button: 'button, [role=button], summary',
    link: 'a[href], [role=link]',
    textbox: 'input:not([type]), input[type=text], input[type=search], textarea, [role=textbox], [role=searchbox]',
    combobox: 'select, [role=combobox]',
    radio: 'input[type=radio], [role=radio]',
    checkbox: 'input[type=checkbox], [role=checkbox]',
    option: 'option, [role=option]',
    menuitem: '[role=menuitem], [role=menuitemradio]',
    tab: '[role=tab]',
    dialog: 'dialog[open], [role=dialog]',
    heading: 'h1, h2, h3, [role=heading]',
    row: 'tr, [role=row]',
    any: 'button, a[href], summary, [role=button], [role=link], [role=menuitem], [role=menuitemradio], [role=option], [role=tab], [role=radio], input[type=radio]',
};
const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const name = (element) => {
    if (element.ariaLabel) return words(element.ariaLabel);
    const by = element.getAttribute('aria-labelledby');
    if (by) return words(by.split(' ').map((id) => document.getElementById(id)?.innerText).join(' '));
    if (element.labels?.length) return words([...element.labels].map((label) => label.innerText).join(' '));
    return words(element.innerText || element.title || element.placeholder);
};
const seen = [...document.querySelectorAll(selectors[role])].filter((element) => {
    const box = (element.labels?.[0] ?? element).getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible';
});
return seen.find((element) => name(element) === wanted)
    ?? seen.find((element) => name(element).startsWith(wanted))
    ?? null;
";

impl Session {
    /// What has this role and this name (or a name that begins so), if it is there.
    pub(crate) fn look_for(&self, role: &str, name: &str) -> Result<Option<Element>> {
        let found: Value = self.execute(BY_ROLE, &json!([role, name]))?;
        Ok(Element::of(&found))
    }

    /// The same, once it is there.
    pub(crate) fn named(&self, role: &str, name: &str) -> Result<Element> {
        until(&format!("{role} “{name}”"), || {
            self.look_for(role, name)
        })
    }

    /// Clicks on it, once it is there.
    pub(crate) fn press_on(&self, role: &str, name: &str) -> Result<()> {
        // What re-draws between the look and the click is looked for again.
        until(&format!("a click on {role} “{name}”"), || {
            match self.look_for(role, name)? {
                Some(element) => self.click(&element).map(Some),
                None => Ok(None),
            }
        })
    }

    /// Writes into a field, in place of what stands there.
    pub(crate) fn write(&self, label: &str, text: &str) -> Result<()> {
        let field = self.named("textbox", label)?;
        self.clear(&field)?;
        self.type_into(&field, text)
    }

    /// Chooses from a list that opens.
    pub(crate) fn choose(&self, list: &str, option: &str) -> Result<()> {
        const SCRIPT: &str = "
            const [list, option] = arguments[0];
            const name = (e) => e.ariaLabel ?? e.labels?.[0]?.innerText ?? '';
            const found = [...document.querySelectorAll('select')].find((e) => name(e) === list);
            return [...(found?.options ?? [])].find((e) => e.text === option) ?? null;";
        let option = until(&format!("“{option}” in “{list}”"), || {
            let found: Value = self.execute(SCRIPT, &json!([list, option]))?;
            Ok(Element::of(&found))
        })?;
        self.click(&option)
    }

    /// Everything that can be read.
    pub(crate) fn words(&self) -> Result<String> {
        let text: String = self.execute(
            "return [document.querySelector('dialog[open]')?.innerText, document.body.innerText].join('\\n')",
            &Value::Null,
        )?;
        Ok(text.replace('\u{a0}', " "))
    }

    /// Waits until these words can be read.
    pub(crate) fn reads(&self, wanted: &str) -> Result<()> {
        let seen = until(&format!("the words “{wanted}”"), || {
            Ok(self.words()?.contains(wanted).then_some(()))
        });
        seen.with_context(|| format!("the page reads:\n{}", self.words().unwrap_or_default()))
    }

    /// Waits until these words can no longer be read.
    pub(crate) fn no_longer_reads(&self, unwanted: &str) -> Result<()> {
        until(&format!("“{unwanted}” to go"), || {
            Ok((!self.words()?.contains(unwanted)).then_some(()))
        })
    }

    /// The first of these words that can be read, once one can.
    pub(crate) fn reads_one_of<'a>(&self, wanted: &[&'a str]) -> Result<&'a str> {
        until(&format!("one of {wanted:?}"), || {
            let words = self.words()?;
            Ok(wanted.iter().find(|one| words.contains(**one)).copied())
        })
    }

    /// A button in the row that holds these words.
    pub(crate) fn row_with(&self, words: &str, button: &str) -> Result<Element> {
        const SCRIPT: &str = r"
            const [words, button] = arguments[0];
            const row = [...document.querySelectorAll('tr, li, [role=row]')].find((e) => e.innerText.includes(words));
            return [...(row?.querySelectorAll('button') ?? [])]
                .find((e) => `${e.ariaLabel ?? ''} ${e.innerText}`.includes(button)) ?? null;";
        until(&format!("“{button}” beside “{words}”"), || {
            let found: Value = self.execute(SCRIPT, &json!([words, button]))?;
            Ok(Element::of(&found))
        })
    }

    /// Waits until nothing moves: pictures and letters are there, animations are over.
    pub(crate) fn settle(&self) -> Result<()> {
        // Two frames, so that what was asked for last has begun to move.
        const SCRIPT: &str = "
            const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => done(
                document.fonts.status === 'loaded'
                && !document.querySelector('[aria-busy=true]')
                && document.getAnimations().every((one) => one.playState !== 'running'))));";
        until("the page to come to rest", || {
            Ok(self
                .execute_async::<bool>(SCRIPT, &Value::Null)?
                .then_some(()))
        })
    }

    /// Role (or tag) and name of what has the focus; empty where only the page has it.
    pub(crate) fn focused(&self) -> Result<String> {
        self.execute(
            "const e = document.activeElement;
             if (e === document.body) return '';
             const name = e.ariaLabel ?? e.labels?.[0]?.innerText ?? e.innerText;
             return `${e.role ?? e.localName} ${name.slice(0, 80).trim()}`",
            &Value::Null,
        )
    }

    /// Presses the tab key until the focus is on what has this role (or tag) and name.
    pub(crate) fn tab_to(&self, name: &str) -> Result<()> {
        let mut way = Vec::new();
        for _ in 0..80 {
            let here = self.focused()?;
            if here.starts_with(name) {
                return Ok(());
            }
            way.push(here);
            self.press(None, TAB)?;
        }
        bail!("“{name}” is not reached by the tab key: {way:#?}")
    }
}

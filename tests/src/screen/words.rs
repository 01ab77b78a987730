//! What people do at every screen of the window, said once: signing in and out, signing as the
//! second person, counting by denomination, looking at what is shown.

use std::path::Path;

use serde_json::json;

use super::Screen;

impl Screen {
    /// Signs someone in and waits until the sign-in screen has given way.
    #[track_caller]
    pub fn sign_in(&self, user: &str, password: &str) {
        self.wait_for_focus("#sign-in-user");
        self.type_text(user);
        self.press(&["Tab"]);
        self.type_text(password);
        self.press(&["Enter"]);
        self.wait_for("#who");
    }

    /// Signs out.
    #[track_caller]
    pub fn sign_out(&self) {
        self.press(&["Alt+q"]);
        self.wait_for_focus("#sign-in-user");
    }

    /// The second person signs what the dialog says, and the dialog is gone.
    #[track_caller]
    pub fn second_person(&self, user: &str, password: &str) {
        self.wait_for_focus("#second-user");
        self.type_text(user);
        self.press(&["Tab"]);
        self.type_text(password);
        self.press(&["Enter"]);
        self.wait_until("the second person's dialog gone", |screen| {
            screen.run("return document.querySelector('dialog') === null") == json!(true)
        });
    }

    /// Goes down a count with the arrow key, from its first field, and types the loose pieces where there are some:
    /// `denominations` are its rows, `pieces` what lies there.
    #[track_caller]
    pub fn count(&self, prefix: &str, denominations: &[u32], pieces: &[(u32, u32)]) {
        for (place, denomination) in denominations.iter().enumerate() {
            self.wait_for_focus(&format!("#{prefix}-loose-{denomination}"));
            if let Some((_, number)) = pieces.iter().find(|(cents, _)| cents == denomination) {
                self.type_text(&number.to_string());
            }
            if place + 1 < denominations.len() {
                self.press(&["Down"]);
            }
        }
    }

    /// Waits for the focus, types there, and goes on with Enter.
    #[track_caller]
    pub fn enter(&self, selector: &str, text: &str) {
        self.wait_for_focus(selector);
        self.type_text(text);
        self.press(&["Enter"]);
    }

    /// Goes with this key, `Tab` or `Shift+Tab`, from field to field until the focus is on the element.
    #[track_caller]
    pub fn reach(&self, selector: &str, key: &str) {
        let there = format!("return document.activeElement?.matches({}) === true", json!(selector));
        for _ in 0..50 {
            if self.run(&there) == json!(true) {
                return;
            }
            self.press(&[key]);
        }
        panic!("{selector} is not reached with {key}");
    }

    /// Looks at the screen as it stands: nothing lies beside the window or
    /// is wider than its place, and the keys go somewhere that can be seen.
    /// `WINDOW_PICTURES` names a folder for pictures of it, light and dark.
    #[track_caller]
    pub fn look(&self, title: &str) {
        let beside = "const page = document.documentElement;
            return [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight]";
        assert_eq!(
            self.run(beside),
            json!([0, 0]),
            "{title}: something lies beside the window"
        );
        let sideways = "return [...document.querySelectorAll('body *')].filter((each) =>
            ['auto', 'scroll'].includes(getComputedStyle(each).overflowX) && each.tagName !== 'INPUT' &&
            each.scrollWidth > each.clientWidth).map((each) =>
            `${each.tagName}.${each.className} ${each.scrollWidth} in ${each.clientWidth}`)";
        assert_eq!(
            self.run(sideways),
            json!([]),
            "{title}: something is wider than its place"
        );
        self.wait_until(&format!("a focus that can be seen: {title}"), |screen| {
            let seen = "const at = document.activeElement?.getBoundingClientRect();
                return document.activeElement !== document.body && at?.width > 0 &&
                    at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth";
            screen.run(seen) == json!(true)
        });
        let Some(folder) = std::env::var_os("WINDOW_PICTURES") else {
            return;
        };
        let folder = Path::new(&folder);
        std::fs::create_dir_all(folder).expect("a folder for pictures");
        for theme in ["light", "dark"] {
            self.show_in(theme);
            self.picture(&folder.join(format!("{}-{theme}.png", title.replace(' ', "-"))));
        }
        self.show_in("");
    }

    /// Shows the screens light or dark, or as the system says.
    fn show_in(&self, theme: &str) {
        let script = match theme {
            "" => "delete document.documentElement.dataset.theme".to_owned(),
            theme => format!("document.documentElement.dataset.theme = {}", json!(theme)),
        };
        // Two frames later it is on the screen.
        let drawn =
            "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        assert_eq!(self.run(&format!("{script}; {drawn}")), json!(true));
    }
}

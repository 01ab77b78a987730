//! A browser that follows no redirect and holds its cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use ureq::Agent;
use ureq::http::Response;
use ureq::tls::TlsConfig;

/// What came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) cookies: Vec<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What stands on the page, markup left out, blanks put together.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        let mut inside = false;
        for letter in self.text().chars() {
            match letter {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    words.push(' ');
                }
                letter if !inside => words.push(letter),
                _ => {}
            }
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        words.replace(" ,", ",").replace(" ;", ";").replace(" .", ".")
    }

    pub(crate) fn goes_to(&self) -> &str {
        self.headers.get("location").map_or("", String::as_str)
    }

    fn of(mut response: Response<ureq::Body>) -> Page {
        let headers = response.headers();
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap().to_owned();
        Page {
            status: response.status().as_u16(),
            cookies: headers.get_all("set-cookie").iter().map(text).collect(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            bytes: response.body_mut().read_to_vec().unwrap(),
        }
    }
}

/// The browser.
pub(crate) struct Browser {
    agent: Agent,
    host: String,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Browser {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(provider)
            .disable_verification(true)
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .into();
        Browser {
            agent,
            host: format!("https://{address}"),
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        let request = self.agent.get(format!("{}{path}", self.host));
        let response = request.header("cookie", self.cookie()).call().unwrap();
        self.keep(Page::of(response))
    }

    pub(crate) fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let request = self.agent.post(format!("{}{path}", self.host));
        let request = request.header("cookie", self.cookie());
        let response = request.send_form(form.iter().copied()).unwrap();
        self.keep(Page::of(response))
    }

    pub(crate) fn sign_in(&mut self, user: &str, password: &str) -> Page {
        let token = token(&self.get("/sign-in").text());
        self.post("/sign-in", &[("user", user), ("password", password), ("token", &token)])
    }

    fn cookie(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&mut self, page: Page) -> Page {
        for cookie in &page.cookies {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        page
    }
}

/// The token in a page's form.
pub(crate) fn token(page: &str) -> String {
    let (_, behind) = page.split_once("name=\"token\" value=\"").expect("a form with a token");
    behind.split('"').next().unwrap().to_owned()
}

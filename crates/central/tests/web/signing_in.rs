//! Who may read, and how wrong passwords lock.

use std::sync::atomic::{AtomicBool, Ordering};

use counterfoil_domain::rights::Role;

use crate::browser::{Browser, token};
use crate::office::{Office, PASSWORD};

const NOW: &str = "2026-11-21T18:00:00Z";

const PAGES: [&str; 4] = ["/today", "/deposits", "/receipts", "/proof"];

#[test]
fn roles_may_read_or_not_and_nothing_can_be_changed() {
    let office = Office::open(NOW);
    for (user, may) in [
        ("abbott", true),
        ("iyer", true),
        ("castellan", true),
        ("tran", true),
        ("okoye", false),
        ("moreno", false),
    ] {
        let mut browser = office.browser();
        let page = browser.sign_in(user, PASSWORD);
        assert_eq!(page.status, if may { 303 } else { 403 }, "{user}: {}", page.words());
        for path in PAGES {
            let page = browser.get(path);
            if may {
                assert_eq!(page.status, 200, "{user} {path}: {}", page.words());
            } else {
                assert_eq!((page.status, page.goes_to()), (303, "/sign-in"), "{user} {path}");
            }
        }
        for path in PAGES {
            assert_eq!(browser.post(path, &[]).status, 405, "{user} {path}");
        }
    }
    let mut nobody = office.browser();
    for path in PAGES
        .into_iter()
        .chain(["/receipts/CH/W1-000001", "/deposits/CH/x/report.pdf"])
    {
        let page = nobody.get(path);
        assert_eq!((page.status, page.goes_to()), (303, "/sign-in"), "{path}");
    }
    assert_eq!(nobody.get("/").goes_to(), "/today");
}

#[test]
fn five_wrong_passwords_lock_the_name_for_a_growing_time() {
    let office = Office::open(NOW);
    let mut browser = office.browser();
    let wrong: Vec<String> = ["iyer", "nobody-of-that-name"]
        .iter()
        .map(|name| {
            let page = browser.sign_in(name, "wrong");
            assert_eq!(page.status, 403);
            page.words()
        })
        .collect();
    assert_eq!(wrong[0], wrong[1], "a wrong name reads like a wrong password");
    for name in ["iyer", "nobody-of-that-name"] {
        for _ in 0..4 {
            assert_eq!(browser.sign_in(name, "wrong").status, 403);
        }
        assert_eq!(browser.sign_in(name, PASSWORD).status, 429, "{name} is locked");
    }
    office.pass(29);
    assert_eq!(
        browser.sign_in("iyer", PASSWORD).status,
        429,
        "thirty seconds are not over"
    );
    office.pass(1);
    assert_eq!(browser.sign_in("iyer", "wrong").status, 403);
    office.pass(59);
    assert_eq!(
        browser.sign_in("iyer", PASSWORD).status,
        429,
        "the second lock is longer"
    );
    office.pass(1);
    assert_eq!(browser.sign_in("iyer", PASSWORD).status, 303);
    // Others were never locked, and the right password cleared the count.
    assert_eq!(office.browser().sign_in("abbott", PASSWORD).status, 303);
    assert_eq!(browser.sign_in("iyer", "wrong").status, 403);
    assert_eq!(browser.sign_in("iyer", PASSWORD).status, 303);
}

/// However many passwords are tried at once, the database has a connection for everybody else.
#[test]
fn a_flood_of_passwords_is_in_nobodys_way() {
    let office = Office::open(NOW);
    let address = office.second_with(|config| {
        config.limits.connections = 2;
        config.limits.wait_seconds = 1;
    });
    let done = AtomicBool::new(false);
    let answers = std::thread::scope(|scope| {
        let trying: Vec<_> = (0..80)
            .map(|nth| scope.spawn(move || Browser::new(address).sign_in(&format!("nobody-{nth}"), "wrong")))
            .collect();
        let watching = scope.spawn(|| {
            let (mut browser, mut looks) = (Browser::new(address), 0);
            while !done.load(Ordering::SeqCst) {
                assert_eq!(browser.get("/ready").status, 200);
                looks += 1;
            }
            looks
        });
        let answers: Vec<_> = trying.into_iter().map(|one| one.join().unwrap()).collect();
        done.store(true, Ordering::SeqCst);
        assert!(watching.join().unwrap() > 0);
        answers
    });
    let looked_at = answers.iter().filter(|page| page.status == 403).count();
    assert!(looked_at > 0);
    for page in answers.iter().filter(|page| page.status != 403) {
        assert_eq!(page.status, 503);
        assert!(
            page.words().contains("Nothing is wrong with your password"),
            "{}",
            page.words()
        );
    }
    // A try that found no place is not counted.
    let tries = office.central.client();
    let tries = office.runtime.block_on(async {
        let counted = tries
            .await
            .unwrap()
            .query_one("SELECT count(*) FROM web_attempts", &[])
            .await;
        counted.unwrap().get::<_, i64>(0)
    });
    assert_eq!(usize::try_from(tries).unwrap(), looked_at);
    assert_eq!(Browser::new(address).sign_in("iyer", PASSWORD).status, 303);
}

#[test]
fn a_session_ends_when_it_is_idle_signed_out_or_no_longer_allowed() {
    let office = Office::open(NOW);
    let mut browser = office.as_user("iyer");
    office.pass(14 * 60);
    assert_eq!(browser.get("/today").status, 200);
    office.pass(14 * 60);
    assert_eq!(browser.get("/today").status, 200, "it was not idle");
    office.pass(15 * 60 + 1);
    assert_eq!(browser.get("/today").goes_to(), "/sign-in");

    let mut browser = office.as_user("iyer");
    let stolen = browser.cookies.clone();
    let page = browser.get("/today");
    let refused = browser.post("/sign-out", &[("token", "made up")]);
    assert_eq!(refused.status, 400);
    assert_eq!(
        browser.get("/today").status,
        200,
        "a form from elsewhere does not sign out"
    );
    let out = browser.post("/sign-out", &[("token", &token(&page.text()))]);
    assert_eq!((out.status, out.goes_to()), (303, "/sign-in"));
    browser.cookies = stolen;
    assert_eq!(
        browser.get("/today").goes_to(),
        "/sign-in",
        "the cookie is worth nothing any more"
    );

    let mut browser = office.as_user("iyer");
    let mut configuration = office.configuration.clone();
    let user = configuration.users.iter_mut().find(|user| user.id == "iyer").unwrap();
    user.roles = vec![Role::Cashier];
    office.adopt(&configuration);
    assert_eq!(browser.get("/today").goes_to(), "/sign-in", "the role was taken away");

    let mut browser = office.as_user("abbott");
    let changed = counterfoil_central::users::set_password(&office.central, "abbott", "another-one", "test");
    office.runtime.block_on(changed).unwrap();
    assert_eq!(browser.get("/today").goes_to(), "/sign-in", "the password was changed");
}

#[test]
fn the_form_is_bound_to_the_browser_that_asked_for_it() {
    let office = Office::open(NOW);
    let mut other = office.browser();
    let theirs = token(&other.get("/sign-in").text());
    let mut browser = office.browser();
    let form = [("user", "iyer"), ("password", PASSWORD), ("token", theirs.as_str())];
    assert_eq!(browser.post("/sign-in", &form).status, 403, "without a cookie");
    browser.get("/sign-in");
    assert_eq!(
        browser.post("/sign-in", &form).status,
        403,
        "with another browser's token"
    );
    assert!(!browser.cookies.contains_key("__Host-counterfoil"));
}

#[test]
fn every_answer_has_its_headers() {
    let office = Office::open(NOW);
    let mut browser = office.as_user("abbott");
    let signed_in = browser.sign_in("abbott", PASSWORD);
    let cookie = signed_in
        .cookies
        .iter()
        .find(|one| one.starts_with("__Host-counterfoil="))
        .unwrap();
    for part in ["; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let paths = [
        "/",
        "/sign-in",
        "/today",
        "/proof",
        "/web/style.css",
        "/web/plex-sans.ttf",
        "/receipts/CH/none",
    ];
    for path in paths {
        let page = browser.get(path);
        let header = |name: &str| page.headers.get(name).map_or("", String::as_str);
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script"), "{policy}");
        assert!(
            !page.text().contains("<script") && !page.text().contains(" style="),
            "{path}"
        );
    }
    assert_eq!(browser.get("/today").headers["refresh"], "900; url=/sign-in");
    assert!(!browser.get("/sign-in").headers.contains_key("refresh"));
    assert_eq!(browser.get("/receipts/CH/none").status, 404);
    assert_eq!(browser.get("/receipts/NOWHERE/W1-000001").status, 404);
    assert_eq!(browser.get("/today?date=yesterday").status, 400);
}

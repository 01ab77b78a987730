//! Billing's side over HTTPS, as its own system would ask.

use std::sync::Arc;

use counterfoil_central::billing::tokens;
use counterfoil_central::serve;
use counterfoil_formats::posting_file::{Form, read};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;
use ureq::tls::TlsConfig;

use crate::accounts::FIRST;
use crate::office::Office;

pub(crate) fn agent() -> Agent {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(provider)
        .disable_verification(true)
        .build();
    let config = Agent::config_builder().tls_config(tls).http_status_as_error(false);
    config.build().into()
}

#[test]
fn accounts_come_in_and_batches_go_out() {
    let office = Office::open().with_demo_day();
    let central = office.central.clone();
    let serving = office.runtime.block_on(serve::start(central.clone())).unwrap();
    let address = serving.address();
    let token = office.runtime.block_on(tokens::make(&central, "cis", "test")).unwrap();
    let agent = agent();
    let ask = |method: &str, path: &str, token: &str, body: &str| {
        let request = Request::builder()
            .method(method)
            .uri(format!("https://{address}{path}"))
            .header("authorization", format!("Bearer {token}"));
        let mut reply = agent.run(request.body(body.to_owned()).unwrap()).unwrap();
        let status = reply.status().as_u16();
        (status, reply.body_mut().read_to_vec().unwrap())
    };
    let json = |bytes: &[u8]| -> Value { serde_json::from_slice(bytes).unwrap() };
    // Who does not hold a token learns nothing.
    for (method, path) in [
        ("PUT", "/v1/billing/accounts"),
        ("POST", "/v1/billing/posting-batches"),
        ("GET", "/v1/billing/posting-batches"),
        ("GET", "/v1/billing/posting-batches/1.csv"),
    ] {
        assert_eq!(
            ask(method, path, "counterfoil-billing-no", ""),
            (404, Vec::new()),
            "{path}"
        );
    }
    let (status, body) = ask("PUT", "/v1/billing/accounts", &token, FIRST);
    assert_eq!(
        (status, &json(&body)["accounts"]),
        (200, &Value::from(3)),
        "{}",
        json(&body)
    );
    let (status, body) = ask("PUT", "/v1/billing/accounts", &token, FIRST);
    assert_eq!((status, &json(&body)["code"]), (409, &Value::from("taken_in_before")));
    let (status, body) = ask("PUT", "/v1/billing/accounts", &token, "H,1\n");
    assert_eq!(
        (status, &json(&body)["problems"][0]["code"]),
        (422, &Value::from("field_count"))
    );
    let (status, body) = ask("POST", "/v1/billing/posting-batches", &token, "");
    assert_eq!((status, &json(&body)["number"]), (201, &Value::from(1)));
    let (status, body) = ask("POST", "/v1/billing/posting-batches", &token, "");
    assert_eq!((status, &json(&body)["code"]), (409, &Value::from("nothing_to_post")));
    let (status, body) = ask("GET", "/v1/billing/posting-batches", &token, "");
    assert_eq!((status, json(&body)["batches"].as_array().unwrap().len()), (200, 1));
    let (status, csv) = ask("GET", "/v1/billing/posting-batches/1.csv", &token, "");
    assert_eq!(status, 200);
    assert_eq!(csv, office.write(1, Form::Csv).unwrap());
    let (_, json_form) = ask("GET", "/v1/billing/posting-batches/1.json", &token, "");
    assert_eq!(read(Form::Json, &json_form).unwrap(), read(Form::Csv, &csv).unwrap());
    for (path, body) in [("2.csv", true), ("1.pdf", false), ("one.csv", false)] {
        let (status, said) = ask("GET", &format!("/v1/billing/posting-batches/{path}"), &token, "");
        assert_eq!((status, !said.is_empty()), (404, body), "{path}");
    }
    office
        .runtime
        .block_on(tokens::revoke(&central, "cis", "test"))
        .unwrap();
    assert_eq!(ask("GET", "/v1/billing/posting-batches", &token, ""), (404, Vec::new()));
    // Nothing of what passed through is left in the folder.
    let left = std::fs::read_dir(office.folder.path()).unwrap();
    let left = left.filter(|file| {
        file.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("passing-")
    });
    assert_eq!(left.count(), 0);
    office.runtime.block_on(serving.stop()).unwrap();
}

//! The server is killed and comes back with what it had committed.

use counterfoil_postgres::Postgres;

#[test]
fn what_was_committed_is_there_after_a_kill() {
    let mut server = Postgres::start();
    server.create_database("one");
    assert_eq!(
        server.query("one", "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7);"),
        ""
    );
    for _ in 0..2 {
        let port = server.port();
        server.kill();
        server.start_again();
        assert_eq!(server.port(), port);
        assert_eq!(server.query("one", "SELECT n, n + 1 FROM kept").trim(), "7|8");
    }
}

#[test]
fn it_starts_with_settings_in_a_folder_that_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    for _ in 0..2 {
        let server = Postgres::start_in(folder.path(), &[("fsync", "off")]);
        assert_eq!(server.query("postgres", "SHOW fsync").trim(), "off");
        assert_eq!(server.query("postgres", "SHOW server_encoding").trim(), "UTF8");
    }
}

use super::register::{Admission, Registration, register};
use super::*;
use crate::MIGRATIONS;
use crate::ctx::{Caller, Origin};
use crate::event::Window;
use guildhall_store::testing::TestDb;
use proptest::prelude::*;
use std::sync::Arc;

const PASSWORD: &str = "analytical engine";

fn request() -> Origin {
    "test".into()
}

async fn apps() -> Vec<(TestDb, App)> {
    let databases = TestDb::each(MIGRATIONS).await;
    databases
        .into_iter()
        .map(|db| {
            let app = App::new(db.clone());
            (db, app)
        })
        .collect()
}

fn founder(name: &str, organization: &str) -> Registration {
    Registration {
        name: name.into(),
        email: format!("{name}@Example.org"),
        password: PASSWORD.into(),
        organization_name: Some(organization.into()),
        invitation_token: None,
    }
}

async fn enter(app: &App, name: &str, organization: &str) -> (Bearer, Caller) {
    let (entered, organization) =
        register(app, founder(name, organization), Admission::Open, &request()).await.unwrap();
    let bearer = authenticate(app, &entered.session.token).await.unwrap();
    let caller = Caller { user: bearer.user, organization: organization.id, limit: None, origin: request() };
    (bearer, caller)
}

async fn invite(app: &App, caller: &Caller, email: &str, role: &str) -> String {
    let (secret, hash) = joining::draw().unwrap();
    let body = serde_json::json!({ "email": email, "role": role }).as_object().unwrap().clone();
    let body = Arc::new(body);
    let invited = app.write(caller, move |cx| {
        let body = Arc::clone(&body);
        Box::pin(async move { joining::invite(cx, &body, hash).await })
    });
    invited.await.unwrap();
    secret
}

#[tokio::test]
async fn who_registers_is_admin_of_a_new_organization_with_its_events_from_1() {
    for (_db, app) in apps().await {
        let (bearer, caller) = enter(&app, "Ada", "Engines").await;
        let user = get(&app, bearer.user).await.unwrap();
        assert_eq!((user.name.as_str(), user.email.as_str()), ("Ada", "ada@example.org"));
        assert_eq!(user.organization_id, Some(caller.organization));
        let held = membership::list(&app, user.id, false).await.unwrap();
        assert_eq!(held.len(), 1);
        assert_eq!((held[0].organization.name.as_str(), held[0].role.as_str()), ("Engines", "Admin"));
        assert_eq!(held[0].organization.id, caller.organization);
        let window = Window { limit: 100, ..Window::default() };
        let log = app.read(&caller, move |cx| Box::pin(async move { crate::event::read(cx, &window).await }));
        let log = log.await.unwrap().events;
        let seen: Vec<_> = log.iter().map(|e| (e.seq, e.model.as_str(), e.action.as_str())).collect();
        let first = [(1, "Organization", "created"), (2, "Member", "joined"), (3, "RoleAssignment", "created")];
        assert_eq!((&seen[..3], &seen[3..]), (&first[..], &[(4, "Pipeline", "created")][..]));
    }
}

#[tokio::test]
async fn an_address_registers_once_in_any_case() {
    for (_db, app) in apps().await {
        enter(&app, "Ada", "Engines").await;
        let again = register(&app, founder("ADA", "Others"), Admission::Open, &request()).await;
        assert!(matches!(again.unwrap_err(), Error::Conflict { code: "taken", .. }));
    }
}

#[tokio::test]
async fn every_fault_of_a_registration_is_named_at_once() {
    let (_db, app) = apps().await.remove(0);
    let wrong = Registration { email: "no".into(), password: "short".into(), ..Registration::default() };
    let Err(Error::Invalid(faults)) = register(&app, wrong, Admission::Open, &request()).await else { panic!() };
    let pointers: Vec<_> = faults.iter().map(|f| f.pointer.as_str()).collect();
    assert_eq!(pointers, ["/name", "/email", "/password", "/organizationName"]);
}

#[tokio::test]
async fn a_closed_door_opens_to_the_first_and_to_the_invited() {
    for (_db, app) in apps().await {
        let (entered, organization) =
            register(&app, founder("Ada", "Engines"), Admission::Closed, &request()).await.unwrap();
        let second = register(&app, founder("Eve", "Others"), Admission::Closed, &request()).await;
        assert!(matches!(second.unwrap_err(), Error::Forbidden(_)));
        let caller = Caller { user: entered.user.id, organization: organization.id, limit: None, origin: request() };
        let secret = invite(&app, &caller, "Grace@example.org", "Editor").await;
        let mut grace = founder("Grace", "");
        grace.organization_name = None;
        grace.invitation_token = Some(secret.clone());
        let eve = Registration { email: "eve@example.org".into(), ..grace.clone() };
        let stolen = register(&app, eve, Admission::Closed, &request()).await.unwrap_err();
        assert!(matches!(&stolen, Error::Invalid(faults) if faults[0].pointer == "/email"), "{stolen}");
        let (entered, joined) = register(&app, grace.clone(), Admission::Closed, &request()).await.unwrap();
        assert_eq!(joined.id, organization.id);
        let held = membership::list(&app, entered.user.id, false).await.unwrap();
        assert_eq!(held[0].role, "Editor");
        grace.email = "grace2@example.org".into();
        let used = register(&app, grace, Admission::Closed, &request()).await.unwrap_err();
        assert!(matches!(used, Error::Gone(_)), "{used}");
        assert!(matches!(joining::preview(&app, &secret).await.unwrap_err(), Error::Gone(_)));
    }
}

#[tokio::test]
async fn an_invitation_is_accepted_by_the_invited_address_alone() {
    for (_db, app) in apps().await {
        let (_, caller) = enter(&app, "Ada", "Engines").await;
        let (grace, _) = enter(&app, "Grace", "Compilers").await;
        let (eve, _) = enter(&app, "Eve", "Others").await;
        let secret = invite(&app, &caller, "grace@example.org", "Viewer").await;
        let offer = joining::preview(&app, &secret).await.unwrap();
        assert_eq!((offer.organization.name.as_str(), offer.invitation.role.as_str()), ("Engines", "Viewer"));
        let stolen = joining::accept(&app, eve.user, &secret, &request()).await.unwrap_err();
        assert!(matches!(stolen, Error::Forbidden(_)), "{stolen}");
        joining::accept(&app, grace.user, &secret, &request()).await.unwrap();
        let held = membership::list(&app, grace.user, false).await.unwrap();
        assert_eq!(held.iter().map(|m| m.role.as_str()).collect::<Vec<_>>(), ["Viewer", "Admin"]);
        assert!(matches!(joining::accept(&app, grace.user, &secret, &request()).await.unwrap_err(), Error::Gone(_)));
        assert!(matches!(joining::preview(&app, "ghi_nothing").await.unwrap_err(), Error::NotFound));
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_have_one_answer_and_then_have_to_wait() {
    for (_db, app) in apps().await {
        enter(&app, "Ada", "Engines").await;
        let address = "192.0.2.1".parse().ok();
        let known = login::login(&app, "ada@example.org", "difference engine".into(), address).await.unwrap_err();
        let unknown = login::login(&app, "eve@example.org", "difference engine".into(), address).await.unwrap_err();
        assert!(matches!(known, Error::Unauthenticated(_)));
        assert_eq!(known.to_string(), unknown.to_string());
        let entered = login::login(&app, " ADA@example.org ", PASSWORD.into(), address).await.unwrap();
        assert!(entered.user.last_login.is_some());
        for email in ["ada@example.org", "eve@example.org"] {
            let mut answers = Vec::new();
            for _ in 0..8 {
                answers.push(login::login(&app, email, "difference engine".into(), address).await.unwrap_err());
            }
            assert!(answers.iter().any(|answer| matches!(answer, Error::TooMany(1..))), "{email}: {answers:?}");
        }
    }
}

#[tokio::test]
async fn a_new_password_ends_every_session_and_token_but_begins_one() {
    for (_db, app) in apps().await {
        let (bearer, _) = enter(&app, "Ada", "Engines").await;
        let (other, _) = enter(&app, "Grace", "Compilers").await;
        let draft = access_token::Draft { name: "ci".into(), scopes: None, expires_at: None };
        let (_, secret) = access_token::create(&app, bearer.user, draft.clone(), None).await.unwrap();
        let (_, kept) = access_token::create(&app, other.user, draft, None).await.unwrap();
        let old = login::login(&app, "ada@example.org", PASSWORD.into(), None).await.unwrap().session.token;
        let mut change =
            profile::Change { password: Some("difference engine".into()), stay: true, ..Default::default() };
        let missing = profile::change(&app, bearer.user, change.clone(), None, &request()).await.unwrap_err();
        assert!(matches!(&missing, Error::Invalid(faults) if faults[0].pointer == "/currentPassword"));
        change.current_password = Some("a guess".into());
        let wrong = profile::change(&app, bearer.user, change.clone(), None, &request()).await.unwrap_err();
        assert!(matches!(&wrong, Error::Invalid(faults) if faults[0].code == "wrong"));
        authenticate(&app, &old).await.unwrap();
        change.current_password = Some(PASSWORD.into());
        let (_, session) = profile::change(&app, bearer.user, change, None, &request()).await.unwrap();
        for dead in [&old, &secret] {
            assert!(matches!(authenticate(&app, dead).await.unwrap_err(), Error::Unauthenticated(_)));
        }
        authenticate(&app, &session.unwrap().token).await.unwrap();
        used(&app, &kept).await;
        login::login(&app, "ada@example.org", PASSWORD.into(), None).await.unwrap_err();
        login::login(&app, "ada@example.org", "difference engine".into(), None).await.unwrap();
    }
}

#[tokio::test]
async fn a_new_name_and_address_reach_every_organization_with_an_event() {
    for (_db, app) in apps().await {
        let (bearer, first) = enter(&app, "Ada", "Engines").await;
        let draft = founding::draft(&serde_json::Map::from_iter([("name".into(), "Analysts".into())])).unwrap();
        let second = founding::found(&app, bearer.user, draft, &request()).await.unwrap();
        let change = profile::Change {
            name: Some("Ada Lovelace".into()),
            email: Some("Ada@Lovelace.example".into()),
            ..Default::default()
        };
        let (user, session) = profile::change(&app, bearer.user, change, None, &request()).await.unwrap();
        assert!(session.is_none());
        assert_eq!((user.revision, user.email.as_str()), (2, "ada@lovelace.example"));
        for organization in [first.organization, second.id] {
            let caller = Caller { organization, ..first.clone() };
            let (member, log) = app
                .read(&caller, move |cx| {
                    Box::pin(async move {
                        let member = crate::crud::get::<crate::org::Member>(cx, cx.actor.cast()).await?;
                        let window = Window { limit: 100, newest_first: true, ..Window::default() };
                        Ok((member, crate::event::read(cx, &window).await?.events))
                    })
                })
                .await
                .unwrap();
            assert_eq!((member.name.as_str(), member.email.as_deref()), ("Ada Lovelace", Some("ada@lovelace.example")));
            assert_eq!((log[0].model.as_str(), log[0].action.as_str(), log[0].seq), ("Member", "updated", 5));
        }
    }
}

#[tokio::test]
async fn a_scoped_token_is_limited_and_a_revoked_or_expired_one_is_dead() {
    for (_db, app) in apps().await {
        let (bearer, _) = enter(&app, "Ada", "Engines").await;
        let (other, _) = enter(&app, "Grace", "Compilers").await;
        let draft = |scopes: &[&str]| access_token::Draft {
            name: "ci".into(),
            scopes: Some(scopes.iter().map(|&s| s.to_owned()).collect()),
            expires_at: None,
        };
        let (made, secret) = access_token::create(&app, bearer.user, draft(&["task:read"]), None).await.unwrap();
        assert!(secret.starts_with("ghp_") && secret.ends_with(&made.last4));
        assert_eq!(used(&app, &secret).await.limit.unwrap().names(), ["task:read"]);
        let Err(Error::Invalid(faults)) =
            access_token::create(&app, bearer.user, draft(&["task:read", "task:fly"]), None).await
        else {
            panic!()
        };
        assert_eq!(faults[0].pointer, "/scopes/1");
        assert!(access_token::create(&app, bearer.user, draft(&[]), None).await.is_err());
        let late = access_token::Draft { expires_at: Some(Timestamp::now().plus_seconds(-1)), ..draft(&["task:read"]) };
        assert!(access_token::create(&app, bearer.user, late, None).await.is_err());
        assert_eq!(access_token::list(&app, bearer.user).await.unwrap().len(), 1);
        assert_eq!(access_token::list(&app, other.user).await.unwrap(), []);
        assert!(matches!(access_token::revoke(&app, other.user, made.id).await.unwrap_err(), Error::NotFound));
        access_token::revoke(&app, bearer.user, made.id).await.unwrap();
        assert!(authenticate(&app, &secret).await.is_err());
        assert!(authenticate(&app, "ghs_nothing").await.is_err());
        session::end(&app, &bearer.session.unwrap()).await.unwrap();
    }
}

/// Uses a token, and waits until that was noted: the note must not outlive its database.
async fn used(app: &App, secret: &str) -> Bearer {
    let bearer = authenticate(app, secret).await.unwrap();
    for _ in 0..500 {
        let tokens = access_token::list(app, bearer.user).await.unwrap();
        if tokens.iter().all(|token| token.last_used_at.is_some()) {
            return bearer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the use of the token was not noted");
}

/// Sets a column of every session and token, as if time had passed.
async fn expire(db: &TestDb, at: Timestamp) {
    let done = db.write(Scope::System("test"), move |tx| {
        Box::pin(async move {
            tx.execute("UPDATE sessions SET expires_at = $1", &[&at]).await?;
            tx.execute("UPDATE access_tokens SET expires_at = $1", &[&at]).await?;
            Ok::<_, Error>(())
        })
    });
    done.await.unwrap();
}

#[tokio::test]
async fn a_session_moves_on_while_it_is_used_and_ends_when_it_is_not() {
    for (db, app) in apps().await {
        let (entered, _) = register(&app, founder("Ada", "Engines"), Admission::Open, &request()).await.unwrap();
        let token = entered.session.token;
        let draft = access_token::Draft { name: "ci".into(), scopes: None, expires_at: None };
        let (_, secret) = access_token::create(&app, entered.user.id, draft, None).await.unwrap();
        let soon = Timestamp::now().plus_seconds(60);
        expire(&db, soon).await;
        used(&app, &secret).await;
        let mut expires_at = soon;
        for _ in 0..200 {
            expires_at = authenticate(&app, &token).await.unwrap().session.unwrap().expires_at;
            if expires_at != soon {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(expires_at >= Timestamp::now().plus_seconds(session::LASTS - 60), "{expires_at}");
        expire(&db, Timestamp::now().plus_seconds(-1)).await;
        for dead in [&token, &secret] {
            assert!(matches!(authenticate(&app, dead).await.unwrap_err(), Error::Unauthenticated(_)));
        }
    }
}

#[tokio::test]
async fn of_two_who_want_to_be_first_at_once_one_is() {
    for (_db, app) in apps().await {
        let (ada, eve) = (founder("Ada", "Engines"), founder("Eve", "Others"));
        let request = request();
        let (one, two) = tokio::join!(
            register(&app, ada, Admission::Closed, &request),
            register(&app, eve, Admission::Closed, &request)
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    }
}

#[tokio::test]
async fn an_invited_person_takes_over_its_placeholder() {
    for (_db, app) in apps().await {
        let (_, caller) = enter(&app, "Ada", "Engines").await;
        let (grace, _) = enter(&app, "Grace", "Compilers").await;
        let placeholder: Id<User> = crate::ids::fresh(Timestamp::now());
        let (secret, hash) = joining::draw().unwrap();
        let invited = app.write(&caller, move |cx| {
            Box::pin(async move {
                let sql = "INSERT INTO members (organization_id, user_id, name, created_at, updated_at, revision) \
                    VALUES ($1, $2, $3, $4, $4, 1)";
                cx.tx.execute(sql, &[&placeholder, &"G. Hopper", &cx.now]).await?;
                let body = serde_json::json!({
                    "email": "grace@example.org", "role": "Editor", "memberId": placeholder
                });
                joining::invite(cx, body.as_object().unwrap(), hash).await
            })
        });
        invited.await.unwrap();
        joining::accept(&app, grace.user, &secret, &request()).await.unwrap();
        let into = app.read(&caller, move |cx| {
            Box::pin(async move {
                let sql = "SELECT merged_into FROM members WHERE organization_id = $1 AND user_id = $2";
                Ok(cx.tx.row::<(Option<Id<User>>,)>(sql, &[&placeholder]).await?)
            })
        });
        assert_eq!(into.await.unwrap(), Some((Some(grace.user),)));
    }
}

#[test]
fn addresses_are_trimmed_folded_and_checked() {
    assert_eq!(normal_email("email", " Ada@Example.ORG ").unwrap(), "ada@example.org");
    for good in ["admin@localhost", "a.b+c@x-y.example", "jörg@müller.example", "o'brien@example.org"] {
        assert_eq!(normal_email("email", good).unwrap(), good);
    }
    let long = format!("{}@example.org", "a".repeat(65));
    for bad in
        ["", " ", "ada", "@example.org", "ada@", "a@b@c", "a b@c.d", "a..b@c.d", "a@-b.c", "a@b..c", "a@b\0c", &long]
    {
        assert!(normal_email("email", bad).is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn an_address_folded_twice_is_the_same(text in "\\PC{1,12}@\\PC{1,12}|[a-zA-Z.+-]{1,9}@[A-Za-zÄİΣ.-]{1,9}") {
        if let Ok(email) = normal_email("email", &text) {
            prop_assert_eq!(normal_email("email", &email).unwrap(), email.clone());
            prop_assert_eq!(email.matches('@').count(), 1);
            prop_assert!(!email.chars().any(|c| c.is_whitespace() || c.is_control()));
        }
    }
}

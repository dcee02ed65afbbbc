use super::*;
use axum::http::HeaderName;

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut out = HeaderMap::new();
    for (name, value) in pairs {
        out.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    }
    out
}

#[test]
fn the_session_cookie_is_found_among_others_and_by_its_whole_name() {
    assert_eq!(cookie(&headers(&[("cookie", "a=b; guildhall_session=ghs_1; c=d")])), Some("ghs_1"));
    assert_eq!(cookie(&headers(&[("cookie", "a=b"), ("cookie", "guildhall_session=ghs_2")])), Some("ghs_2"));
    assert_eq!(cookie(&headers(&[("cookie", "xguildhall_session=ghs_3")])), None);
}

#[test]
fn an_authorization_that_cannot_be_read_is_not_passed_over() {
    assert_eq!(bearer(&headers(&[("authorization", "bEARER ghp_1")])).unwrap(), Some("ghp_1"));
    assert_eq!(bearer(&headers(&[])).unwrap(), None);
    for wrong in ["Basic YTpi", "Bearer", "ghp_1"] {
        assert!(bearer(&headers(&[("authorization", wrong)])).is_err(), "{wrong}");
    }
}

#[test]
fn another_site_is_told_from_our_own_pages() {
    let host = ("host", "work.example:8080");
    for (own, sent) in [
        (true, &[host, ("sec-fetch-site", "same-origin")] as &[_]),
        (false, &[host, ("sec-fetch-site", "same-site"), ("origin", "https://work.example:8080")]),
        (false, &[host, ("sec-fetch-site", "cross-site")]),
        (false, &[host, ("sec-fetch-site", "none")]),
        (true, &[host, ("origin", "https://work.example:8080")]),
        (false, &[host, ("origin", "https://work.example")]),
        (false, &[host, ("origin", "https://evil.example/work.example:8080")]),
        (false, &[host, ("origin", "null")]),
        (false, &[host]),
    ] {
        assert_eq!(is_same_origin(&headers(sent)), own, "{sent:?}");
    }
}

#[test]
fn only_a_near_peer_speaks_for_others() {
    let forwarded = headers(&[("x-forwarded-for", "6.6.6.6, 192.0.2.7")]);
    let of = |peer: &str| behind_proxy(peer.parse().unwrap(), &forwarded).to_string();
    assert_eq!(of("127.0.0.1"), "192.0.2.7");
    assert_eq!(of("::ffff:172.17.0.1"), "192.0.2.7");
    assert_eq!(of("198.51.100.1"), "198.51.100.1");
    assert_eq!(behind_proxy("127.0.0.1".parse().unwrap(), &headers(&[])).to_string(), "127.0.0.1");
}

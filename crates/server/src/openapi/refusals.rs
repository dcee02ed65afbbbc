//! Which statuses an operation refuses with: said one by one, so that a client knows them and a wrong one shows.

use utoipa::openapi::path::Operation;
use utoipa::openapi::{Ref, RefOr};

/// The name that the answer with a problem has among the components.
pub const PROBLEM: &str = "Problem";

/// Operations that need nobody signed in.
pub const OPEN: [&str; 3] = ["auth_register", "auth_login", "invitation_show"];

/// Puts the statuses in the place of `default`.
pub fn spell_out(path: &str, method: &str, operation: &mut Operation) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let takes = operation.parameters.iter().flatten();
    let takes: Vec<&str> = takes.map(|parameter| parameter.name.as_str()).collect();
    let (reads, body) = (method == "get", operation.request_body.is_some());
    // Who registers may bring an invitation, and the door may be closed to who does not.
    let enters = id == "auth_register";
    let cases = [
        ("400", true),
        ("401", !OPEN.contains(&&*id)),
        ("403", !OPEN.contains(&&*id) || enters),
        ("404", path.contains('{') || enters),
        ("409", !reads),
        // What lies before the beginning of the log.
        (
            "410",
            takes.iter().any(|name| matches!(*name, "as_of" | "after" | "token")) || id.ends_with("_undo") || enters,
        ),
        (
            "412",
            matches!(method, "patch" | "put" | "delete")
                || path.ends_with('}')
                || ["/move", "/stage"].iter().any(|end| path.ends_with(end)),
        ),
        ("413", body),
        ("415", body),
        ("422", !reads),
        ("429", path.starts_with("/api/v1/auth/") || id == "me_change"),
    ];
    let responses = &mut operation.responses.responses;
    responses.remove("default");
    for (status, _) in cases.iter().filter(|(_, may)| *may) {
        let problem = || RefOr::Ref(Ref::from_response_name(PROBLEM));
        responses.entry((*status).to_owned()).or_insert_with(problem);
    }
}

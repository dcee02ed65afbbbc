//! Other spellings of what the product has a word for. `plain` makes `In-Progress` and `in progress` one.

use guildhall_core::work::status::Status;

/// The words of a text in lower case, with `_` between them.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut lower = false;
    for char in text.trim().chars() {
        if char.is_alphanumeric() {
            if char.is_uppercase() && lower {
                out.push('_');
            }
            lower = char.is_lowercase();
            out.extend(char.to_lowercase());
        } else {
            lower = false;
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
        }
    }
    out.trim_end_matches('_').to_owned()
}

type Table = &'static [(&'static str, &'static str)];

const PRIORITY: Table = &[
    ("low", "low lowest minor trivial p4 p5"),
    ("normal", "normal medium moderate default p3 none"),
    ("high", "high major important p2"),
    ("urgent", "urgent critical highest blocker immediate p1 p0"),
];
const PROJECT: Table = &[
    ("planned", "planned planning not_started draft new upcoming proposed"),
    ("active", "active in_progress ongoing open started running"),
    ("on_hold", "on_hold paused hold blocked suspended"),
    ("done", "done completed complete finished closed archived"),
    ("cancelled", "cancelled canceled abandoned dropped"),
];
const TASK: Table = &[
    ("backlog", "backlog icebox someday"),
    ("todo", "todo to_do open new pending not_started planned ready"),
    ("in_progress", "in_progress inprogress doing wip started active ongoing working blocked on_hold paused"),
    ("in_review", "in_review review reviewing testing qa verify"),
    ("done", "done completed complete closed finished resolved"),
    ("cancelled", "cancelled canceled rejected wont_do abandoned"),
];
const REQUEST: Table = &[
    ("pending", "pending open new submitted waiting in_review"),
    ("approved", "approved accepted approve"),
    ("denied", "denied rejected declined refused"),
    ("needs_changes", "needs_changes changes_requested revise"),
    ("withdrawn", "withdrawn cancelled canceled"),
];
const APPROVAL: Table = &[
    ("pending", "pending open waiting requested in_review"),
    ("approved", "approved accepted approve"),
    ("approved_with_changes", "approved_with_changes approved_with_comments"),
    ("changes_requested", "changes_requested needs_changes revise"),
    ("rejected", "rejected denied declined reject"),
    ("withdrawn", "withdrawn cancelled canceled"),
];
const COMM: Table = &[
    ("call", "call phone phone_call telephone"),
    ("email", "email e_mail mail"),
    ("meeting", "meeting visit demo video_call"),
    ("note", "note memo other chat sms message"),
];
const SYNC: Table = &[
    ("success", "success succeeded ok done completed synced"),
    ("fail", "fail failed failure error"),
    ("skipped", "skipped ignored noop skip"),
    ("conflict", "conflict conflicted"),
];
const SUGGESTION: Table = &[
    ("labels", "labels label tags tag"),
    ("summary", "summary summarize description"),
    ("subtasks", "subtasks subtask breakdown"),
    ("estimate", "estimate estimation effort"),
    ("due_date", "due_date deadline"),
    ("assignee", "assignee assign owner"),
    ("duplicates", "duplicates duplicate similar"),
    ("reply", "reply comment suggestion response"),
];
const FIELD: Table = &[
    ("text", "text string short_text single_line"),
    ("long_text", "long_text textarea multiline paragraph rich_text"),
    ("number", "number integer int float decimal numeric"),
    ("checkbox", "checkbox boolean bool toggle switch"),
    ("date", "date datetime day"),
    ("dropdown", "dropdown select enum radio single_select choice"),
    ("multi_select", "multi_select multiselect tags checkboxes multiple"),
    ("user", "user person people member assignee"),
    ("url", "url link website"),
    ("email", "email e_mail mail"),
    ("money", "money currency price cost"),
    ("duration", "duration time_span"),
    ("file", "file attachment upload"),
];
const INTEGRATION: Table = &[
    ("github", "github git_hub"),
    ("slack", "slack"),
    ("webhook", "webhook webhooks web_hook"),
    ("smtp", "smtp email e_mail mail"),
    ("clerk", "clerk"),
    ("oidc", "oidc openid open_id sso"),
    ("llm", "llm openai ai open_ai"),
];
const ROLE: Table = &[
    ("Admin", "admin administrator owner super_admin superadmin org_admin"),
    ("Editor", "editor member manager project_manager contributor user developer staff"),
    ("Viewer", "viewer read_only readonly reader observer"),
    ("Guest", "guest external client customer"),
];

/// What a word is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum About {
    Priority,
    Project,
    Request,
    Approval,
    Comm,
    Sync,
    Suggestion,
    Field,
    Integration,
    Role,
}

fn find(table: Table, word: &str) -> Option<&'static str> {
    table.iter().find(|(_, spellings)| spellings.split(' ').any(|each| each == word)).map(|(own, _)| *own)
}

/// The product's word for a spelling.
pub(super) fn known(about: About, spelling: &str) -> Option<&'static str> {
    let table = match about {
        About::Priority => PRIORITY,
        About::Project => PROJECT,
        About::Request => REQUEST,
        About::Approval => APPROVAL,
        About::Comm => COMM,
        About::Sync => SYNC,
        About::Suggestion => SUGGESTION,
        About::Field => FIELD,
        About::Integration => INTEGRATION,
        About::Role => ROLE,
    };
    find(table, &plain(spelling))
}

/// The status of a project that a spelling means: by key or name, else by what it usually means.
pub(super) fn status<'s>(statuses: &'s [Status], spelling: &str) -> Option<&'s Status> {
    let word = plain(spelling);
    let own = statuses.iter().find(|each| each.key == word || plain(&each.name) == word);
    own.or_else(|| find(TASK, &word).and_then(|key| statuses.iter().find(|each| each.key == key)))
}

/// The stage that a spelling means, and whether it speaks of an end: won or lost.
pub(super) fn stage(spelling: &str) -> &'static str {
    match plain(spelling).as_str() {
        "won" | "closed" | "closed_won" | "win" | "signed" => "closed",
        "lost" | "closed_lost" | "dead" | "rejected" => "lost",
        "negotiation" | "negotiating" | "proposal" | "quote" | "contract" | "offer" => "negotiation",
        _ => "prospect",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_core::work::status::defaults;

    #[test]
    fn spellings_lead_to_the_products_words() {
        assert_eq!(plain(" In-Progress "), "in_progress");
        assert_eq!(plain("inProgress"), "in_progress");
        let statuses = defaults();
        for (spelling, key) in [("In Progress", "in_progress"), ("COMPLETED", "done"), ("To do", "todo")] {
            assert_eq!(status(&statuses, spelling).map(|each| each.key.as_str()), Some(key));
        }
        assert!(status(&statuses, "Simmering").is_none());
        assert_eq!(known(About::Role, "Super Admin"), Some("Admin"));
        assert_eq!(known(About::Priority, "P1"), Some("urgent"));
    }
}

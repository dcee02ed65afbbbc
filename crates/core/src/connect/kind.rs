//! The types of integration and what each needs to work. A setting that is known is checked when it is
//! given; what is missing is said by a check, so that an integration can be set up step by step.

use crate::error::{Error, Fault, Result};
use serde_json::{Map, Value as Json};

/// The types, as the field `type` names them.
pub const NAMES: &str = "github|slack|webhook|smtp|clerk|oidc|llm";

/// What a setting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    /// http or https, without a name or password in it.
    Address,
    /// `owner/name`
    Repository,
    Port,
    Mail,
    Count,
    Texts,
    OneOf(&'static [&'static str]),
}

struct Setting {
    name: &'static str,
    shape: Shape,
    needed: bool,
}

/// One type of integration.
pub struct Kind {
    pub name: &'static str,
    /// Name of an integration that is given none.
    pub label: &'static str,
    settings: &'static [Setting],
    /// One of these secrets is needed; none if there is no name.
    secrets: &'static [&'static str],
}

const fn needed(name: &'static str, shape: Shape) -> Setting {
    Setting { name, shape, needed: true }
}

const fn known(name: &'static str, shape: Shape) -> Setting {
    Setting { name, shape, needed: false }
}

static KINDS: [Kind; 7] = [
    Kind {
        name: "github",
        label: "GitHub",
        settings: &[needed("repository", Shape::Repository), known("apiUrl", Shape::Address)],
        secrets: &["token", "privateKey"],
    },
    Kind {
        name: "slack",
        label: "Slack",
        settings: &[known("channel", Shape::Text), known("teamId", Shape::Text)],
        secrets: &["botToken", "token", "webhookUrl"],
    },
    Kind {
        name: "webhook",
        label: "Webhook",
        settings: &[needed("url", Shape::Address), known("events", Shape::Texts)],
        secrets: &["secret"],
    },
    Kind {
        name: "smtp",
        label: "E-mail",
        settings: &[
            needed("host", Shape::Text),
            needed("from", Shape::Mail),
            known("port", Shape::Port),
            known("user", Shape::Text),
            known("security", Shape::OneOf(&["none", "starttls", "tls"])),
        ],
        secrets: &[],
    },
    Kind {
        name: "clerk",
        label: "Clerk",
        settings: &[needed("issuer", Shape::Address), known("authorizedParties", Shape::Texts)],
        secrets: &["secretKey", "webhookSecret"],
    },
    Kind {
        name: "oidc",
        label: "OpenID Connect",
        settings: &[
            needed("issuer", Shape::Address),
            needed("clientId", Shape::Text),
            known("audience", Shape::Text),
            known("scopes", Shape::Texts),
        ],
        secrets: &["clientSecret"],
    },
    Kind {
        name: "llm",
        label: "Language model",
        settings: &[
            needed("url", Shape::Address),
            needed("model", Shape::Text),
            known("dailyBudget", Shape::Count),
            known("timeoutSeconds", Shape::Count),
        ],
        secrets: &[],
    },
];

/// The type of that name; the field's own list lets no other through.
pub fn of(name: &str) -> Result<&'static Kind> {
    let found = KINDS.iter().find(|kind| kind.name == name);
    found.ok_or_else(|| Error::invalid("type", "one_of", format!("one of {}", NAMES.replace('|', ", "))))
}

/// Largest settings of an integration, as JSON text.
const MOST_BYTES: usize = 64 << 10;

/// Names that say that the value is a secret.
const SECRET: [&str; 7] = ["token", "secret", "password", "passwd", "apikey", "privatekey", "credential"];

impl Kind {
    /// Refuses settings that are wrong, and secrets among them: those would be shown and logged.
    pub fn check(&self, config: &Map<String, Json>) -> Result<()> {
        if serde_json::to_string(config).map_or(0, |text| text.len()) > MOST_BYTES {
            return Err(Error::invalid("config", "too_long", format!("at most {MOST_BYTES} bytes of JSON")));
        }
        let mut faults = Vec::new();
        for (name, value) in config {
            let at = format!("config/{}", name.replace('~', "~0").replace('/', "~1"));
            if names_a_secret(name, value) {
                let detail = "secrets belong into `credentials`, where they are sealed";
                faults.push(Fault::at(&at, "secret", detail));
            } else if let Some(setting) = self.settings.iter().find(|setting| setting.name == name)
                && !value.is_null()
                && let Err(detail) = setting.shape.check(value)
            {
                faults.push(Fault::at(&at, "format", detail));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }

    /// What it still needs to work.
    pub fn missing(&self, config: &Map<String, Json>, secrets: &[String]) -> Vec<String> {
        let settings = self.settings.iter().filter(|setting| setting.needed);
        let absent = settings.filter(|setting| config.get(setting.name).is_none_or(Json::is_null));
        let mut out: Vec<String> = absent.map(|setting| format!("config.{} is missing", setting.name)).collect();
        if !self.secrets.is_empty() && !self.secrets.iter().any(|name| secrets.iter().any(|set| set == name)) {
            out.push(format!("a credential is missing: {}", self.secrets.join(" or ")));
        }
        out
    }
}

fn names_a_secret(name: &str, value: &Json) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    match value {
        Json::Object(inner) => inner.iter().any(|(name, value)| names_a_secret(name, value)),
        Json::Array(items) => items.iter().any(|item| names_a_secret("", item)),
        Json::String(_) => SECRET.iter().any(|word| plain.contains(word)),
        _ => false,
    }
}

impl Shape {
    fn check(self, value: &Json) -> Result<(), String> {
        let text = value.as_str().filter(|text| !text.trim().is_empty() && text.len() <= 2048);
        let whole = value.as_number().and_then(|number| number.as_str().parse::<i64>().ok());
        let (fits, expected) = match self {
            Self::Text => (text.is_some(), "a text of 1 to 2048 bytes".to_owned()),
            Self::Address => (text.is_some_and(is_address), "an address like https://example.org/path".to_owned()),
            Self::Repository => (text.is_some_and(is_repository), "a repository like owner/name".to_owned()),
            Self::Port => (whole.is_some_and(|n| (1..=65_535).contains(&n)), "a port from 1 to 65535".to_owned()),
            Self::Mail => {
                let fits = text.is_some_and(|text| crate::org::account::normal_email("from", text).is_ok());
                (fits, "an address like name@example.org".to_owned())
            }
            Self::Count => (whole.is_some_and(|n| n >= 0), "a whole number, not below 0".to_owned()),
            Self::Texts => {
                let texts = |items: &Vec<Json>| {
                    items.len() <= 200 && items.iter().all(|item| item.as_str().is_some_and(|text| text.len() <= 200))
                };
                (value.as_array().is_some_and(texts), "an array of at most 200 short texts".to_owned())
            }
            Self::OneOf(names) => {
                (text.is_some_and(|text| names.contains(&text)), format!("one of {}", names.join(", ")))
            }
        };
        if fits { Ok(()) } else { Err(expected) }
    }
}

/// An address of the web that carries no name and no password.
fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    })
}

fn is_repository(text: &str) -> bool {
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        (1..=100).contains(&part.len()) && part.chars().all(plain) && !part.chars().all(|c| c == '.')
    };
    text.split_once('/').is_some_and(|(owner, name)| part(owner) && part(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_type_of_the_field_is_known() {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.join("|"), NAMES);
    }

    #[test]
    fn settings_are_what_they_say() {
        let cases = [
            ("webhook", json!({"url": "https://example.org/hook"}), None),
            ("webhook", json!({"url": "ftp://example.org"}), Some("/config/url")),
            ("webhook", json!({"url": "https://user:pw@example.org"}), Some("/config/url")),
            ("webhook", json!({"url": "/hook"}), Some("/config/url")),
            ("webhook", json!({"events": ["task.created"], "note": {"any": 1}}), None),
            ("webhook", json!({"events": "task.created"}), Some("/config/events")),
            ("github", json!({"repository": "octo/hello-world"}), None),
            ("github", json!({"repository": "octo"}), Some("/config/repository")),
            ("github", json!({"repository": "octo/a/b"}), Some("/config/repository")),
            ("github", json!({"repository": "octo/.."}), Some("/config/repository")),
            ("smtp", json!({"host": "mail", "port": 587, "security": "starttls", "from": "a@example.org"}), None),
            ("smtp", json!({"port": 0}), Some("/config/port")),
            ("smtp", json!({"port": 70_000}), Some("/config/port")),
            ("smtp", json!({"security": "ssl3"}), Some("/config/security")),
            ("smtp", json!({"smtpPassword": "x"}), Some("/config/smtpPassword")),
            ("slack", json!({"deep": [{"api_key": "x"}]}), Some("/config/deep")),
            ("llm", json!({"dailyBudget": -1}), Some("/config/dailyBudget")),
            ("llm", json!({"dailyBudget": 1.5}), Some("/config/dailyBudget")),
            ("oidc", json!({"issuer": null}), None),
        ];
        for (kind, config, pointer) in cases {
            let found = match of(kind).unwrap().check(config.as_object().unwrap()) {
                Err(Error::Invalid(faults)) => Some(faults[0].pointer.clone()),
                _ => None,
            };
            assert_eq!(found.as_deref(), pointer, "{kind} {config}");
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let hook = of("webhook").unwrap();
        assert_eq!(hook.missing(&Map::new(), &[]), ["config.url is missing", "a credential is missing: secret"]);
        let config = json!({"url": "https://example.org"});
        assert!(hook.missing(config.as_object().unwrap(), &["secret".into()]).is_empty());
    }
}

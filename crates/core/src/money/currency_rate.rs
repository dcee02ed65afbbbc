//! What a currency is worth in another one, from a day on until the next rate of the pair. Reports convert by them;
//! nothing that is stored ever is.

use super::ExchangeRate;
use crate::ctx::Ctx;
use crate::entity::{Given, Resource};
use crate::error::{Error, Result};
use crate::event::Shown;
use crate::org::{Organization, currency};
use crate::policy::Permission;
use crate::time::{Day, Timestamp};
use guildhall_entity_derive::Entity;
use guildhall_store::Id;

/// What one unit of a currency is worth in another one, from a day on.
#[derive(Debug, Clone, PartialEq, Entity)]
#[entity(model = "CurrencyRate", table = "currency_rates", path = "currency-rates")]
pub struct CurrencyRate {
    #[entity(read_only)]
    pub id: Id<CurrencyRate>,
    #[entity(read_only)]
    pub organization_id: Id<Organization>,
    /// ISO 4217 code of the currency that is converted.
    #[entity(required, create_only, max = 3, name = "from")]
    pub base: String,
    /// ISO 4217 code of the currency that it becomes.
    #[entity(required, create_only, max = 3, name = "to")]
    pub quote: String,
    /// The first day on which it is valid.
    #[entity(required, sort)]
    pub date: Day,
    /// What one unit is worth, as a decimal with at most 10 places in a string.
    #[entity(required)]
    pub rate: ExchangeRate,
    #[entity(read_only, sort)]
    pub created_at: Timestamp,
    #[entity(read_only)]
    pub updated_at: Timestamp,
    #[entity(read_only)]
    pub revision: i64,
    /// Since when it is in the trash.
    #[entity(read_only)]
    pub deleted_at: Option<Timestamp>,
}

impl Resource for CurrencyRate {
    const READ: Permission = Permission::CurrencyRateRead;
    const CREATE: Permission = Permission::CurrencyRateWrite;
    const UPDATE: Permission = Permission::CurrencyRateWrite;
    const DELETE: Permission = Permission::CurrencyRateWrite;
    const SHOWN: Shown = Shown::ByHome;

    async fn creating(&mut self, _cx: &mut Ctx, _given: &Given) -> Result<()> {
        currency::check("from", &self.base)?;
        currency::check("to", &self.quote)?;
        if self.base == self.quote {
            return Err(Error::invalid("to", "same", "a currency is worth itself"));
        }
        Ok(())
    }
}

//! What time costs: its hours by the rate that its person has on its day, in its project or else everywhere. The
//! rate is kept with the entry. Other hours are priced by the rate that was kept; another day, person or project is
//! another fact and priced anew. Without a rate there is no amount, which is not the same as 0.

use super::Expense;
use crate::amount::Amount;
use crate::crud;
use crate::ctx::Ctx;
use crate::entity::{AnyId, Given};
use crate::error::{Error, Result};
use crate::money::person_rate;
use crate::policy::Permission;
use crate::work::Project;

impl Expense {
    /// Completes currency and, of time, the amount.
    pub(super) async fn price(&mut self, old: Option<&Self>, cx: &Ctx, given: &Given, project: &Project) -> Result<()> {
        let stated = Some(self.amount).filter(|_| given.has(Self::AMOUNT));
        let currency = Some(self.currency.clone()).filter(|code| given.has(Self::CURRENCY) && !code.is_empty());
        if self.is_time() {
            self.rate_hours(old, cx).await?;
        }
        if self.currency.is_empty() {
            self.currency = project.currency.clone().unwrap_or_else(|| cx.settings.currency.clone());
        }
        if !self.is_time() {
            return Ok(());
        }
        // What is stated could be compared with what is withheld.
        if stated.is_some() && (self.is_withheld(cx) || old.is_some_and(|old| old.is_withheld(cx))) {
            cx.require(Permission::RateRead)?;
        }
        let differs = stated.is_some_and(|amount| amount != self.amount)
            || currency.as_ref().is_some_and(|code| *code != self.currency);
        if !differs {
            return Ok(());
        }
        if !cx.permits(Permission::ExpenseManage) {
            let detail = "time is priced by the rate of its person; only who manages expenses prices it by hand";
            return Err(Error::invalid(if stated.is_some() { "amount" } else { "currency" }, "rated", detail));
        }
        if stated.is_none() && self.amount.is_some() {
            let detail = "the amount is in the currency of the rate; give it again together with the new one";
            return Err(Error::invalid("currency", "amounts", detail));
        }
        if let Some(amount) = stated {
            (self.amount, self.rate) = (amount, None);
        }
        self.currency = currency.unwrap_or_else(|| std::mem::take(&mut self.currency));
        Ok(())
    }

    /// Prices time that was entered while no rate did, also after it was submitted or approved.
    pub async fn price_late(cx: &mut Ctx, id: AnyId) -> Result<Self> {
        cx.require(Permission::ExpenseManage)?;
        let old = crud::get_locked::<Self>(cx, id, Some(false)).await?;
        if !old.lacks_price() {
            return Err(Error::conflict("priced", "it has an amount already"));
        }
        let mut new = old.clone();
        new.rate_hours(None, cx).await?;
        if new.amount.is_none() {
            return Err(Error::conflict("no_rate", "its person has no rate that is valid on its day"));
        }
        crud::save_as_is(cx, &old, new, &Given::default(), "priced").await
    }

    /// True of time that no rate has priced.
    pub(super) fn lacks_price(&self) -> bool {
        self.is_time() && self.amount.is_none()
    }

    async fn rate_hours(&mut self, old: Option<&Self>, cx: &Ctx) -> Result<()> {
        let fact = |entry: &Self| (entry.user_id, entry.project_id, entry.date);
        let same = old.filter(|old| fact(old) == fact(self));
        if let Some(old) = same {
            (self.amount, self.rate) = (old.amount, old.rate);
            self.currency.clone_from(&old.currency);
            let by_hand = old.rate.is_none() && old.amount.is_some();
            if old.hours == self.hours || by_hand {
                return Ok(());
            }
        }
        if same.is_none_or(|old| old.rate.is_none()) {
            let rate = person_rate::valid(cx, self.user_id, self.project_id, self.date).await?;
            self.rate = rate.as_ref().map(|(rate, _)| *rate);
            if let Some((_, currency)) = rate {
                self.currency = currency;
            }
        }
        self.amount = match (self.hours, self.rate) {
            (Some(hours), Some(rate)) => Some(priced(hours, rate)?),
            _ => None,
        };
        Ok(())
    }
}

fn priced(hours: Amount, rate: Amount) -> Result<Amount> {
    hours.at(rate).ok_or_else(|| Error::invalid("hours", "range", "so many hours cost more than an amount can hold"))
}

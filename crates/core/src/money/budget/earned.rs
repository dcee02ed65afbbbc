//! The figures of earned value management, from what was planned, earned and spent by the status date. Where a
//! divisor is 0 there is no such figure. Quotients are rounded half to even in the fourth decimal.

use super::tally::{Costs, Pot};
use crate::amount::{Sum, half_even};
use serde::Serialize;

/// Earned value of a project in one currency.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct EarnedValue {
    pub currency: String,
    /// Budget at completion.
    #[schema(value_type = f64)]
    pub bac: Sum,
    /// Planned value.
    #[schema(value_type = f64)]
    pub pv: Sum,
    /// Earned value.
    #[schema(value_type = f64)]
    pub ev: Sum,
    /// Actual cost.
    #[schema(value_type = f64)]
    pub ac: Sum,
    /// Schedule variance: earned without planned.
    #[schema(value_type = f64)]
    pub sv: Sum,
    /// Cost variance: earned without actual.
    #[schema(value_type = f64)]
    pub cv: Sum,
    /// Schedule performance: earned by planned.
    #[schema(value_type = Option<f64>)]
    pub spi: Option<Sum>,
    /// Cost performance: earned by actual.
    #[schema(value_type = Option<f64>)]
    pub cpi: Option<Sum>,
    /// Estimate at completion, if costs go on as they did: budget at completion by cost performance.
    #[schema(value_type = Option<f64>)]
    pub eac: Option<Sum>,
    /// Estimate to complete: what is still to be spent of that.
    #[schema(value_type = Option<f64>)]
    pub etc: Option<Sum>,
    /// Variance at completion: budget without estimate.
    #[schema(value_type = Option<f64>)]
    pub vac: Option<Sum>,
    /// Cost performance that the rest needs, to stay within the budget.
    #[schema(value_type = Option<f64>)]
    pub tcpi: Option<Sum>,
    /// Currencies of which something is missing, because no rate converts it.
    #[serde(rename = "notPriced")]
    pub not_priced: Vec<String>,
}

/// A quotient with four decimals.
fn quotient(value: i128, by: i128) -> Option<i128> {
    (by != 0).then(|| half_even(value * 10_000, by))
}

fn of(currency: &str, costs: &Costs) -> EarnedValue {
    let Costs { bac, pv, ev, ac, .. } = *costs;
    // Without any cost nothing says that it will not come as planned.
    let eac = match (ev, ac) {
        (0, 0) => Some(bac),
        // Cost performance is the divisor: there is none of what came for nothing, and it is 0 of what earned nothing.
        (0, _) | (_, 0) => None,
        // Of sums beyond all money that there is, none is told.
        _ => bac.checked_mul(ac).map(|product| half_even(product, ev)),
    };
    EarnedValue {
        currency: currency.to_owned(),
        bac: Sum(bac),
        pv: Sum(pv),
        ev: Sum(ev),
        ac: Sum(ac),
        sv: Sum(ev - pv),
        cv: Sum(ev - ac),
        spi: quotient(ev, pv).map(Sum),
        cpi: quotient(ev, ac).map(Sum),
        eac: eac.map(Sum),
        etc: eac.map(|eac| Sum(eac - ac)),
        vac: eac.map(|eac| Sum(bac - eac)),
        tcpi: quotient(bac - ev, bac - ac).map(Sum),
        not_priced: Vec::new(),
    }
}

pub(super) fn of_converted(currency: &str, pot: &Pot) -> EarnedValue {
    let missing = pot.unpriced.iter().filter(|(_, costs)| costs.bac != 0 || costs.ac != 0);
    EarnedValue { not_priced: missing.map(|(code, _)| code.clone()).collect(), ..of(currency, &pot.converted) }
}

pub(super) fn by_currency(pot: &Pot) -> Vec<EarnedValue> {
    pot.own.iter().map(|(code, costs)| of(code, costs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_follow_from_each_other() {
        let whole = |units: i128| units * 10_000;
        let costs = Costs { bac: whole(1000), pv: whole(500), ev: whole(400), ac: whole(500), ..Costs::default() };
        let told = of("EUR", &costs);
        assert_eq!((told.sv, told.cv), (Sum(whole(-100)), Sum(whole(-100))));
        assert_eq!((told.spi, told.cpi), (Some(Sum(8_000)), Some(Sum(8_000))));
        assert_eq!(
            (told.eac, told.etc, told.vac),
            (Some(Sum(whole(1250))), Some(Sum(whole(750))), Some(Sum(whole(-250))))
        );
        assert_eq!(told.tcpi, Some(Sum(12_000)));
        let nothing = of("EUR", &Costs { bac: whole(7), ..Costs::default() });
        assert_eq!((nothing.spi, nothing.cpi, nothing.eac), (None, None, Some(Sum(whole(7)))));
        let only_cost = of("EUR", &Costs { bac: whole(7), ac: whole(1), ..Costs::default() });
        assert_eq!((only_cost.cpi, only_cost.eac, only_cost.etc), (Some(Sum(0)), None, None));
        let for_nothing = of("EUR", &Costs { bac: whole(7), ev: whole(3), ..Costs::default() });
        assert_eq!((for_nothing.cpi, for_nothing.eac, for_nothing.vac), (None, None, None));
    }
}

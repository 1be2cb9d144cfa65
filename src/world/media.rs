//! What is advertised, where and for how much: campaigns, ad sets, creatives, ads, and the spend
//! that flows to each.

use super::Span;
use super::calendar::Calendar;
use super::clock::day_number;
use super::creatives::{Creative, Slot, creative_slots};
use super::demand::Demand;
use super::noise::ar1;
use crate::curves::{cumulative_frequency, fatigue};
use crate::random::Key;
use crate::random::distributions::{mean_one_lognormal, normal_at};
use crate::random::maths::{exp, ln, pow};
use crate::random::names::{DELIVERY, PACING, REGION_SHARE};
use crate::scenario::{Campaign, Noise, Objective, Scenario, Tactic};

/// Correlation of a campaign's pacing from one day to the next: budgets are moved now and then,
/// not every morning.
const PACING_PERSISTENCE: f64 = 0.6;
/// A day's regional split strays from the plan by half as much as the campaign's pacing.
const REGION_SPLIT_NOISE: f64 = 0.5;
/// Share of its later delivery that a new ad gets on its first days, while the platform learns.
const LEARNING: [f64; 2] = [0.6, 0.85];
/// Numbers of ad sets per campaign, and of ads per ad set, that their ids have room for.
const AD_SETS_PER_CAMPAIGN: i32 = 100;
const ADS_PER_AD_SET: i64 = 1_000_000;
/// Number of the first campaign.
const FIRST_CAMPAIGN_ID: i32 = 1_001;

/// A campaign, with what its objective and tactic do.
#[derive(Debug)]
pub struct CampaignPlan {
    /// Its id in the tables.
    pub id: i32,
    /// Position of its platform.
    pub platform: usize,
    /// Position among the platform's campaigns.
    pub position: usize,
    /// Daily budget.
    pub daily_budget: f64,
    /// Objective.
    pub objective: Objective,
    /// Tactic.
    pub tactic: Tactic,
    /// Its ad sets.
    pub ad_sets: Vec<AdSet>,
    /// Its creative slots: each shows one creative at a time, in every ad set.
    pub slots: Vec<Slot>,
    /// Spend by day, over all its regions, before experiments.
    pub spend: Vec<f64>,
    /// Share of that spend by day and region: `[t · regions + r]`, experiments applied.
    pub region_share: Vec<f32>,
    /// Mean causal effect of its ads, weighted by delivery, by day.
    pub effect: Vec<f64>,
}

/// An ad set: the campaign's delivery to one audience.
#[derive(Debug)]
pub struct AdSet {
    /// Its id in the tables.
    pub id: i32,
    /// Position of its audience.
    pub audience: usize,
    /// Share of the campaign's spend.
    pub share: f64,
    /// Share of its spend by day and slot: `[t · slots + s]`.
    pub delivery: Vec<f32>,
    /// Fatigue of the creative in each slot by day: `[t · slots + s]`.
    pub fatigue: Vec<f32>,
}

impl AdSet {
    /// The id of the ad that shows the creative of this slot and generation.
    pub fn ad_id(&self, slots: usize, slot: usize, generation: usize) -> i64 {
        i64::from(self.id) * ADS_PER_AD_SET + (generation * slots + slot) as i64 + 1
    }
}

/// All campaigns of all platforms.
#[derive(Debug)]
pub struct Media {
    /// Campaigns, platform by platform.
    pub campaigns: Vec<CampaignPlan>,
    /// Positions of each platform's campaigns.
    pub by_platform: Vec<std::ops::Range<usize>>,
    /// Creatives of all campaigns.
    pub creatives: Vec<Creative>,
    regions: usize,
}

impl Media {
    /// Plans delivery. `without` names an experiment that is left out, to see what it changed.
    pub fn new(
        scenario: &Scenario,
        key: Key,
        span: Span,
        calendar: &Calendar,
        demand: &Demand,
        without: Option<&str>,
    ) -> Self {
        let mut media = Media {
            campaigns: Vec::new(),
            by_platform: Vec::new(),
            creatives: Vec::new(),
            regions: scenario.regions.len(),
        };
        for (p, (platform_id, platform)) in scenario.platforms.iter().enumerate() {
            let first = media.campaigns.len();
            let shares: f64 = platform.campaigns.iter().map(|c| c.share).sum();
            for (position, campaign) in platform.campaigns.iter().enumerate() {
                let part = if shares > 0.0 { campaign.share / shares } else { 0.0 };
                let context = CampaignContext {
                    scenario,
                    key: key.text(platform_id).text(&campaign.name),
                    span,
                    calendar,
                    demand,
                    platform: p,
                    platform_id,
                    campaign,
                    without,
                };
                let id = FIRST_CAMPAIGN_ID + media.campaigns.len() as i32;
                let budget = platform.budget * scenario.scale * part;
                let plan = context.plan(id, position, budget, &mut media.creatives);
                media.campaigns.push(plan);
            }
            media.by_platform.push(first..media.campaigns.len());
        }
        media
    }

    /// Spend of a campaign in a region on day `t` of the plan.
    #[inline]
    pub fn spend(&self, campaign: usize, t: usize, r: usize) -> f64 {
        let plan = &self.campaigns[campaign];
        plan.spend[t] * f64::from(plan.region_share[t * self.regions + r])
    }

    /// Spend of a platform in a region on day `t` of the plan.
    pub fn platform_spend(&self, platform: usize, t: usize, r: usize) -> f64 {
        self.by_platform[platform].clone().map(|c| self.spend(c, t, r)).sum()
    }
}

struct CampaignContext<'a> {
    scenario: &'a Scenario,
    key: Key,
    span: Span,
    calendar: &'a Calendar,
    demand: &'a Demand,
    platform: usize,
    platform_id: &'a str,
    campaign: &'a Campaign,
    without: Option<&'a str>,
}

impl CampaignContext<'_> {
    fn plan(
        &self,
        id: i32,
        position: usize,
        daily_budget: f64,
        creatives: &mut Vec<Creative>,
    ) -> CampaignPlan {
        let scenario = self.scenario;
        let objective = scenario.objectives[&self.campaign.objective].clone();
        let tactic = scenario.tactics[&self.campaign.tactic].clone();
        let slots = creative_slots(
            scenario,
            self.key,
            self.span,
            (self.platform, id, self.campaign),
            creatives,
        );
        let audiences: Vec<usize> = (0..scenario.audiences.len())
            .filter(|&a| {
                let wanted = &self.campaign.audiences;
                wanted.is_empty() || wanted.contains(&scenario.audiences[a].id)
            })
            .collect();
        let sizes: f64 = audiences.iter().map(|&a| scenario.audiences[a].size).sum();
        let ad_sets = audiences
            .iter()
            .enumerate()
            .map(|(position, &audience)| AdSet {
                id: id * AD_SETS_PER_CAMPAIGN + position as i32 + 1,
                audience,
                share: scenario.audiences[audience].size / sizes,
                delivery: Vec::new(),
                fatigue: Vec::new(),
            })
            .collect();
        let mut plan = CampaignPlan {
            id,
            platform: self.platform,
            position,
            daily_budget,
            objective,
            tactic,
            ad_sets,
            slots,
            spend: self.spend(daily_budget),
            region_share: self.region_share(),
            effect: vec![0.0; self.span.len()],
        };
        self.deliver(&mut plan, creatives);
        plan
    }

    /// `budget · min(demand^following · pacing, 1 + over_delivery)` on the days of the flight.
    fn spend(&self, budget: f64) -> Vec<f64> {
        let platform = &self.scenario.platforms[self.platform_id];
        let following = self.following();
        let pacing = ar1(
            self.key.of(PACING),
            Noise { sd: platform.pacing_sd, persistence: PACING_PERSISTENCE },
            self.span.len(),
        );
        (0..self.span.len())
            .map(|t| {
                if !self.live(self.span.day(t)) {
                    return 0.0;
                }
                let chase = pow(self.demand.index[t], following) * pacing[t];
                budget * chase.min(1.0 + platform.over_delivery)
            })
            .collect()
    }

    fn following(&self) -> f64 {
        let platform = &self.scenario.platforms[self.platform_id];
        platform.demand_following.unwrap_or(self.scenario.demand_following)
    }

    fn live(&self, day: i32) -> bool {
        let campaign = self.campaign;
        let started = campaign.start.is_none_or(|start| day >= day_number(start));
        let open = campaign.end.is_none_or(|end| day <= day_number(end));
        let paused = campaign
            .pauses
            .iter()
            .any(|pause| (day_number(pause.start)..=day_number(pause.end)).contains(&day));
        let resting = campaign.burst_every > 0 && {
            let origin = campaign.start.map_or(self.span.launch, day_number);
            (day - origin).rem_euclid(campaign.burst_every as i32) >= campaign.burst_days as i32
        };
        started && open && !paused && !resting
    }

    /// Regions share a day's spend by size and, as far as budgets chase demand, by their own pulse.
    fn region_share(&self) -> Vec<f32> {
        let scenario = self.scenario;
        let regions = scenario.regions.len();
        let following = self.following();
        let sd = scenario.platforms[self.platform_id].pacing_sd * REGION_SPLIT_NOISE;
        let runs: Vec<bool> = scenario
            .regions
            .iter()
            .map(|r| self.campaign.regions.is_empty() || self.campaign.regions.contains(&r.id))
            .collect();
        let multiplier = self.experiment_multipliers();
        let keys: Vec<Key> =
            scenario.regions.iter().map(|r| self.key.of(REGION_SHARE).text(&r.id)).collect();
        let mut shares = Vec::with_capacity(self.span.len() * regions);
        let mut day = vec![0.0; regions];
        for t in 0..self.span.len() {
            for r in 0..regions {
                day[r] = if runs[r] {
                    self.demand.weights[r]
                        * pow(self.demand.pulse[r][t], following)
                        * mean_one_lognormal(keys[r].at(t as u64), sd)
                } else {
                    0.0
                };
            }
            let total: f64 = day.iter().sum();
            for (r, part) in day.iter().enumerate() {
                let tested: f64 = multiplier
                    .iter()
                    .filter(|(region, days, _)| *region == r && days.contains(&self.span.day(t)))
                    .map(|(_, _, multiplier)| multiplier)
                    .product();
                let share = if total > 0.0 { part / total } else { 0.0 };
                shares.push((share * tested) as f32);
            }
        }
        shares
    }

    /// Region, days and multiplier of every experiment on this platform.
    fn experiment_multipliers(&self) -> Vec<(usize, std::ops::RangeInclusive<i32>, f64)> {
        let mut found = Vec::new();
        for experiment in &self.scenario.experiments {
            if self.without == Some(experiment.id.as_str())
                || !experiment.platforms.iter().any(|p| p == self.platform_id)
            {
                continue;
            }
            let days = day_number(experiment.start)..=day_number(experiment.end);
            for (r, region) in self.scenario.regions.iter().enumerate() {
                if experiment.regions.contains(&region.id) {
                    found.push((r, days.clone(), experiment.multiplier));
                }
            }
        }
        found
    }

    /// The platform's own optimiser splits each ad set's spend by
    /// `(CTR quality · fatigue)^optimiser`, and delivery wears creatives out.
    fn deliver(&self, plan: &mut CampaignPlan, creatives: &[Creative]) {
        let scenario = self.scenario;
        let platform = &scenario.platforms[self.platform_id];
        let rules = &scenario.creative;
        let (days, slots) = (self.span.len(), plan.slots.len());
        let cpm_level = platform.cpm.base * plan.tactic.cpm * plan.objective.cpm / 1_000.0;
        let cpm_season = self.mean_cpm_season();
        let reachable: f64 = (0..scenario.regions.len())
            .filter(|&r| {
                let wanted = &self.campaign.regions;
                wanted.is_empty() || wanted.contains(&scenario.regions[r].id)
            })
            .map(|r| self.demand.weights[r])
            .sum::<f64>()
            * platform.audience
            * scenario.scale;
        let mut effect = vec![0.0; days];
        for set in &mut plan.ad_sets {
            let size = reachable * scenario.audiences[set.audience].size;
            let key = self.key.of(DELIVERY).at(set.id as u64);
            let mut shown = vec![(usize::MAX, 0.0, 0.0); slots];
            set.delivery = vec![0.0; days * slots];
            set.fatigue = vec![1.0; days * slots];
            for t in 0..days {
                let day = self.span.day(t);
                let mut total = 0.0;
                for (s, slot) in plan.slots.iter().enumerate() {
                    let generation = slot.generation(day);
                    let creative = &creatives[slot.creatives[generation]];
                    if shown[s].0 != generation {
                        let luck =
                            rules.delivery_sd * normal_at(key.at(s as u64).at(generation as u64));
                        shown[s] = (generation, 0.0, luck);
                    }
                    let left = fatigue(cumulative_frequency(shown[s].1, size), rules.fatigue);
                    let age = (day - creative.first_day).max(0) as usize;
                    let learning = LEARNING.get(age).copied().unwrap_or(1.0);
                    let favour = rules.optimiser * (creative.quality + ln(left)) + shown[s].2;
                    let weight = exp(favour) * learning;
                    set.fatigue[t * slots + s] = left as f32;
                    set.delivery[t * slots + s] = weight as f32;
                    total += weight;
                }
                let impressions = plan.spend[t] * set.share / (cpm_level * cpm_season[t]);
                for (s, slot) in plan.slots.iter().enumerate() {
                    let share = f64::from(set.delivery[t * slots + s]) / total;
                    set.delivery[t * slots + s] = share as f32;
                    shown[s].1 += impressions * share;
                    let creative = &creatives[slot.creatives[shown[s].0]];
                    effect[t] += set.share * share * creative.effect;
                }
            }
        }
        plan.effect = effect;
    }

    fn mean_cpm_season(&self) -> Vec<f64> {
        (0..self.span.len())
            .map(|t| {
                let regions = self.calendar.regions.iter().zip(&self.scenario.regions);
                regions
                    .zip(&self.demand.weights)
                    .map(|((calendar, region), w)| w * calendar.cpm[t] * region.cpm_factor)
                    .sum()
            })
            .collect()
    }
}

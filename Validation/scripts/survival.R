# Cases of time to event without a model, by the packages survival and cmprsk.

suppressMessages({ library(survival); library(cmprsk) })
source("cases.R")

tool <- paste("survival", packageVersion("survival"))
p_keys <- list(p = list(rel = 1e-6, abs = 1e-14), p_holm = list(rel = 1e-6, abs = 1e-14))
na <- function(x) ifelse(is.nan(x), NA, x)

# Invented patients: exponential times, uniform or administrative censoring, whole days where `days` says so.
patients <- function(seed, n, rate, end, days = TRUE) {
  set.seed(seed)
  risk <- round(rnorm(n), 2)
  event_time <- rexp(n, rate * exp(0.6 * risk))
  censor_time <- pmin(end, runif(n, 0, 2.5 * end))
  time <- pmin(event_time, censor_time)
  time <- if (days) ceiling(time) else signif(time, 5)
  list(time = pmin(time, end), event = as.integer(event_time <= censor_time), risk = risk)
}

# Kaplan-Meier ------------------------------------------------------------------------------------------------------

km_at <- function(fits, time, event, t) {
  last <- max(time)
  s <- summary(fits[["log-log"]], times = t, extend = TRUE)
  defined <- t <= last || s$surv == 0
  limits <- function(type) {
    part <- summary(fits[[type]], times = t, extend = TRUE)
    if (!defined || s$surv %in% c(0, 1)) interval(NA, NA) else interval(part$lower, part$upper)
  }
  keep <- function(x) if (defined) na(x) else NA
  before <- fits[["log-log"]]$time <= t
  list(time = t, n_risk = sum(time >= t), survival = keep(s$surv),
       se = keep(if (s$surv == 0) NA else s$std.err), log_log = limits("log-log"), log = limits("log"),
       plain = limits("plain"),
       nelson_aalen = keep(sum((fits[["log-log"]]$n.event / fits[["log-log"]]$n.risk)[before])))
}

km_case <- function(id, tag, time, event, query, tau, conf = 0.95) {
  types <- c("log-log", "log", "plain")
  fits <- sapply(types, function(type) survfit(Surv(time, event) ~ 1, conf.type = type, conf.int = conf), simplify = FALSE)
  fit <- fits[["log-log"]]
  at <- fit$n.event > 0
  q <- quantile(fit, c(0.25, 0.5, 0.75))
  quantiles <- lapply(1:3, function(i) list(estimate = q$quantile[i], lower = q$lower[i], upper = q$upper[i]))
  names(quantiles) <- c("q25", "median", "q75")
  mean <- summary(fit, rmean = tau)$table
  reverse <- quantile(survfit(Surv(time, 1 - event) ~ 1), 0.5, conf.int = FALSE)
  beyond <- tau > max(time) && min(fit$surv) > 0
  expected <- list(
    n = length(time), events = sum(event),
    table = list(time = many(fit$time[at]), n_risk = many(fit$n.risk[at]), n_event = many(fit$n.event[at]),
                 survival = many(fit$surv[at]),
                 se = many(ifelse(fit$surv[at] == 0, NA, fit$surv[at] * fit$std.err[at]))),
    at_times = lapply(query, function(t) km_at(fits, time, event, t)),
    quantiles = quantiles,
    rmst = list(tau = tau, estimate = if (beyond) NA else mean[["rmean"]], se = if (beyond) NA else mean[["se(rmean)"]]),
    median_followup_reverse_km = unname(reverse))
  input <- list(time = many(time), event = many(event), query_times = many(query), tau = tau, conf = conf)
  case(id, tag, input, expected)
}

a <- patients(11, 40, 0.06, 28)
b <- patients(12, 35, 0.15, 20, days = FALSE)
write_cases("kaplan_meier", "Kaplan-Meier estimate",
  "The curve, its limits on three scales, quartiles, restricted mean and median follow-up agree with R survival.", tool, list(
    km_case("whole days", "typical", a$time, a$event, c(0, 7, 14, 28), 21),
    km_case("level 0.9", "typical", b$time, b$event, c(2, 5, 10), 10, 0.9),
    km_case("five patients", "small", c(2, 3, 3, 6, 9), c(1, 0, 1, 1, 0), c(1, 3, 9, 12), 9),
    km_case("exactly one half", "extreme", c(1, 2, 3, 4, 6, 6), c(1, 1, 1, 0, 0, 0), c(3, 6), 5),
    km_case("all censored", "degenerate", c(4, 6, 8), c(0, 0, 0), c(5, 9), 7),
    km_case("event at the start", "degenerate", c(0, 0, 2, 5), c(1, 1, 0, 1), c(0, 2, 5, 7), 4),
    km_case("tau beyond follow-up", "degenerate", c(1, 2, 4), c(1, 0, 0), c(1, 3), 6)))

# Difference of survival --------------------------------------------------------------------------------------------

difference_case <- function(id, tag, time, event, group, times, conf = 0.95) {
  z <- qnorm(1 - (1 - conf) / 2)
  expected <- lapply(times, function(t) {
    arms <- lapply(c(1, 0), function(g) {
      keep <- group == g
      s <- summary(survfit(Surv(time[keep], event[keep]) ~ 1), times = t, extend = TRUE)
      defined <- t <= max(time[keep]) || s$surv == 0
      list(s = if (defined) s$surv else NA, v = if (!defined) NA else if (s$surv == 0) 0 else s$std.err^2)
    })
    d <- arms[[1]]$s - arms[[2]]$s
    se <- sqrt(arms[[1]]$v + arms[[2]]$v)
    if (is.na(se) || se == 0) d <- se <- NA
    list(time = t, survival1 = arms[[1]]$s, survival0 = arms[[2]]$s, difference = d, se = se, lower = d - z * se,
         upper = d + z * se, z = d / se, p = 2 * pnorm(-abs(d / se)))
  })
  case(id, tag, list(time = many(time), event = many(event), group = many(group), times = many(times), conf = conf),
       expected, keys = p_keys)
}

g <- rep(0:1, length.out = 40)
write_cases("survival_difference", "Difference of survival at a time",
  "The difference of two curves at a time has the standard error of their Greenwood variances.", tool, list(
    difference_case("two halves", "typical", a$time, a$event, g, c(7, 14, 28)),
    difference_case("level 0.99", "typical", b$time, b$event, as.integer(b$risk > 0), c(2, 6), 0.99),
    difference_case("one curve at 0", "extreme", c(1, 2, 3, 4, 5, 6), c(1, 1, 1, 0, 1, 0), c(1, 1, 1, 0, 0, 0), 5),
    difference_case("one curve too short", "degenerate", c(1, 2, 3, 4, 5, 6), c(1, 0, 0, 0, 1, 0), c(1, 1, 1, 0, 0, 0), c(2, 5))))

# Log-rank ----------------------------------------------------------------------------------------------------------

chi <- function(fit, df) {
  expected <- if (is.matrix(fit$exp)) rowSums(fit$exp) else fit$exp
  df <- sum(expected > 0) - 1
  list(chisq = fit$chisq, df = df, p = pchisq(fit$chisq, df, lower.tail = FALSE))
}

logrank_case <- function(id, tag, time, event, group, stratum) {
  d <- data.frame(time, event, group, stratum)
  fit <- survdiff(Surv(time, event) ~ group, d)
  scores <- sort(unique(group))
  z <- sum(scores * (fit$obs - fit$exp)) / sqrt(c(scores %*% fit$var %*% scores))
  pairs <- combn(scores, 2, simplify = FALSE)
  tests <- lapply(pairs, function(pair) chi(survdiff(Surv(time, event) ~ group, d[d$group %in% pair, ])))
  holm <- p.adjust(sapply(tests, `[[`, "p"), "holm")
  expected <- list(
    observed = many(fit$obs), expected = many(fit$exp), logrank = chi(fit),
    peto_peto = chi(survdiff(Surv(time, event) ~ group, d, rho = 1)),
    stratified = chi(survdiff(Surv(time, event) ~ group + strata(stratum), d)),
    trend = list(z = z, chisq = z^2, p = 2 * pnorm(-abs(z))),
    pairwise = lapply(seq_along(pairs), function(i) c(list(group1 = pairs[[i]][1], group2 = pairs[[i]][2]), tests[[i]],
                                                       list(p_holm = holm[i]))))
  input <- list(time = many(time), event = many(event), group = many(group), stratum = many(stratum))
  case(id, tag, input, expected, rel = 1e-8, keys = p_keys)
}

nothing <- function(id, observed, expected, time, event, group) {
  none <- list(chisq = NA, df = 1, p = NA)
  case(id, "degenerate", list(time = many(time), event = many(event), group = many(group)), list(
    observed = many(observed), expected = many(expected), logrank = none, peto_peto = none,
    trend = list(z = NA, chisq = NA, p = NA)))
}

l <- patients(13, 90, 0.08, 30)
tier <- as.integer(cut(l$risk, c(-Inf, -0.5, 0.5, Inf))) - 1L
site <- rep(1:3, length.out = 90)
l2 <- patients(14, 60, 0.1, 15, days = FALSE)
write_cases("logrank", "Log-rank, Peto-Peto, stratified and trend tests",
  "Tests between groups, within strata, of trend and by pairs agree with R survdiff and p.adjust.", tool, list(
    logrank_case("three tiers", "typical", l$time, l$event, tier, site),
    logrank_case("scores 1, 2, 5", "typical", l$time, l$event, c(1, 2, 5)[tier + 1], site),
    logrank_case("two groups, no ties", "typical", l2$time, l2$event, as.integer(l2$risk > 0), rep(0:1, 30)),
    logrank_case("seven patients", "small", c(2, 4, 4, 5, 7, 9, 9), c(1, 1, 0, 1, 1, 0, 1), c(0, 1, 0, 1, 1, 0, 0), c(1, 1, 1, 2, 2, 2, 2)),
    logrank_case("one group without events", "extreme", c(1, 2, 3, 6, 7, 8), c(1, 1, 1, 0, 0, 0), c(1, 1, 1, 0, 0, 0), rep(1, 6)),
    nothing("no events", c(0, 0), c(0, 0), c(3, 4, 5, 6), c(0, 0, 0, 0), c(0, 0, 1, 1)),
    nothing("all events at once", c(2, 2), c(2, 2), c(3, 3, 3, 3), c(1, 1, 1, 1), c(0, 0, 1, 1))))

# Competing events --------------------------------------------------------------------------------------------------

incidence_case <- function(id, tag, time, status, group, times) {
  fit <- survfit(Surv(time, factor(status, 0:2, c("none", "one", "two"))) ~ 1)
  s <- summary(fit, times = times, extend = TRUE)
  se <- matrix(s$std.err, length(times))
  p <- matrix(s$pstate, length(times))
  defined <- times <= max(time) | p[, 1] < 1e-12
  keep <- function(x) many(ifelse(defined, x, NA))
  marginal <- timepoints(cuminc(time, status), times)
  aalen <- if ("1 1" %in% rownames(marginal$var)) sqrt(marginal$var["1 1", ]) else rep(NA, length(times))
  expected <- list(times = many(times), cif1 = keep(p[, 2]), se1_greenwood = keep(se[, 2]), cif2 = keep(p[, 3]),
                   se2_greenwood = keep(se[, 3]), se1_aalen_cmprsk = many(na(aalen)))
  if (any(status == 1)) {
    test <- cuminc(time, status, group)$Tests["1", ]
    # -1 is cmprsk's word for a singular covariance.
    stat <- if (test[["stat"]] < 0) NA else test[["stat"]]
    expected$gray_test_cause1 <- list(chisq = stat, df = test[["df"]], p = pchisq(stat, test[["df"]], lower.tail = FALSE))
  }
  input <- list(time = many(time), status = many(status), group = many(group), times = many(times))
  case(id, tag, input, expected, rel = 1e-8, keys = p_keys)
}

competing <- function(seed, n, end, days = TRUE) {
  set.seed(seed)
  group <- rep(0:2, length.out = n)
  time <- cbind(rexp(n, 0.04 * (1 + group)), rexp(n, 0.03), pmin(end, runif(n, 0, 2 * end)))
  first <- apply(time, 1, which.min)
  time <- apply(time, 1, min)
  list(time = if (days) ceiling(time) else signif(time, 5), status = c(1, 2, 0)[first], group = group)
}

c1 <- competing(21, 90, 30)
c2 <- competing(22, 60, 20, days = FALSE)
write_cases("cumulative_incidence", "Cumulative incidence with competing events",
  "Incidences, both standard errors and Gray's test agree with R survival and cmprsk.",
  paste0(tool, ", cmprsk ", packageVersion("cmprsk")), list(
    incidence_case("three groups, whole days", "typical", c1$time, c1$status, c1$group, c(1, 5, 10, 30)),
    incidence_case("two groups, no ties", "typical", c2$time, c2$status, c2$group %% 2, c(0, 5, 15)),
    incidence_case("nine patients", "small", c(1, 2, 2, 3, 5, 5, 6, 8, 9), c(1, 2, 1, 0, 1, 2, 0, 1, 0), c(0, 1, 0, 1, 1, 0, 1, 0, 1), c(2, 6, 9)),
    incidence_case("everybody has an event", "extreme", c(1, 2, 3, 4, 5, 6), c(1, 2, 1, 2, 2, 1), c(0, 1, 0, 1, 0, 1), c(3, 6, 8)),
    incidence_case("a group without events", "extreme", c(1, 2, 3, 4, 5, 6, 7), c(0, 0, 0, 1, 2, 1, 1), c(0, 0, 0, 1, 1, 1, 1), c(4, 7)),
    incidence_case("no event of interest", "degenerate", c(2, 3, 4, 5), c(2, 0, 2, 0), c(0, 0, 1, 1), c(3, 5, 6))))

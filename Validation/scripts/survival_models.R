# Cases of risks and models of time to event, by the packages survival and riskRegression.

suppressMessages({ library(survival); library(riskRegression); library(prodlim) })
source("cases.R")

tool <- paste("survival", packageVersion("survival"))
score_tool <- paste("riskRegression", packageVersion("riskRegression"))
p_keys <- list(p = list(rel = 1e-6, abs = 1e-14))

patients <- function(seed, n, rate, end, days = TRUE) {
  set.seed(seed)
  risk <- round(rnorm(n), 1)
  age <- round(rnorm(n, 62, 9))
  male <- rbinom(n, 1, 0.5)
  event_time <- rexp(n, rate * exp(0.7 * risk + 0.02 * (age - 62) - 0.3 * male))
  censor_time <- pmin(end, runif(n, 0, 2.5 * end))
  time <- pmin(event_time, censor_time)
  time <- if (days) ceiling(time) else signif(time, 5)
  list(time = pmin(time, end), event = as.integer(event_time <= censor_time), risk = risk, age = age, male = male)
}

follow_up <- function(d) list(time = many(d$time), event = many(d$event))

# Concordance -------------------------------------------------------------------------------------------------------

# survival counts events up to ymax, Uno's C those before tau: just below tau is the same where tau is no event time.
concordance_case <- function(id, tag, d, tau, conf = 0.95) {
  harrell <- concordance(Surv(time, event) ~ risk, d, reverse = TRUE)
  uno <- concordance(Surv(time, event) ~ risk, d, reverse = TRUE, timewt = "n/G2", ymax = tau - 1e-6)
  count <- harrell$count
  se <- sqrt(harrell$var)
  z <- qnorm(1 - (1 - conf) / 2)
  case(id, tag, c(follow_up(d), list(risk = many(d$risk), tau = tau, conf = conf)), list(
    concordant = count[["concordant"]], discordant = count[["discordant"]], tied_risk = count[["tied.x"]],
    tied_time = count[["tied.y"]] + count[["tied.xy"]], harrell_c = harrell$concordance, se = se,
    lower = harrell$concordance - z * se, upper = harrell$concordance + z * se, uno_c = uno$concordance,
    uno_se = sqrt(uno$var)))
}

a <- patients(31, 70, 0.06, 28)
b <- patients(32, 60, 0.1, 20, days = FALSE)
few <- list(time = c(2, 4, 4, 5, 7, 9), event = c(1, 1, 0, 1, 0, 1), risk = c(0.8, 0.3, 0.9, 0.3, 0.1, 0.2))
turned <- list(time = 1:5, event = c(1, 1, 1, 1, 0), risk = 1:5)
flat <- list(time = c(1, 2, 3, 4), event = c(1, 0, 1, 0), risk = c(2, 2, 2, 2))
write_cases("concordance", "Harrell's and Uno's C-index",
  "Both C-indices, their standard errors and the counts of pairs agree with R survival.", tool, list(
    concordance_case("whole days", "typical", a, 21),
    concordance_case("level 0.9, no ties of time", "typical", b, 10.5, 0.9),
    concordance_case("six patients", "small", few, 6),
    concordance_case("all pairs the wrong way", "extreme", turned, 3.5),
    concordance_case("all risks equal", "extreme", flat, 3.5),
    case("no events", "degenerate", list(time = many(c(2, 3, 4)), event = many(c(0, 0, 0)), risk = many(c(1, 2, 3)), tau = 3),
         list(concordant = 0, discordant = 0, tied_risk = 0, tied_time = 0, harrell_c = NA, se = NA, lower = NA, upper = NA,
              uno_c = NA, uno_se = NA)),
    case("two events at one time", "degenerate", list(time = many(c(2, 2)), event = many(c(1, 1)), risk = many(c(1, 2)), tau = 3),
         list(concordant = 0, discordant = 0, tied_risk = 0, tied_time = 1, harrell_c = NA, se = NA, lower = NA, upper = NA,
              uno_c = NA, uno_se = NA))))

# Time-dependent AUC and Brier score --------------------------------------------------------------------------------

score <- function(d, predictions, times, metric) {
  frame <- data.frame(time = d$time, event = d$event)
  Score(list(model = predictions), formula = Hist(time, event) ~ 1, data = frame, times = times, metrics = metric,
        cens.method = "ipcw", cens.model = "km", se.fit = TRUE, contrasts = FALSE, null.model = metric == "brier")
}

auc_case <- function(id, tag, d, times) {
  risk <- plogis(d$risk)
  fit <- score(d, matrix(risk, length(risk), length(times)), times, "auc")$AUC$score
  case(id, tag, c(follow_up(d), list(risk = many(d$risk), times = many(times))), list(
    auc = many(fit$AUC), se = many(fit$se),
    n_cases = many(sapply(times, function(t) sum(d$event == 1 & d$time <= t))),
    n_controls = many(sapply(times, function(t) sum(d$time > t)))),
    rel = 1e-8, keys = list(se = list(rel = 0.01, abs = 1e-12)))
}

big <- patients(33, 160, 0.06, 28)
write_cases("time_dependent_auc", "Time-dependent AUC",
  "The weighted AUC at a time agrees with R riskRegression, its standard error within 1 %.", score_tool, list(
    auc_case("whole days", "typical", big, c(7, 14, 21)),
    auc_case("no ties of time", "typical", b, c(5, 12)),
    auc_case("all risks equal", "extreme", modifyList(a, list(risk = rep(0, 70))), 14),
    case("no case yet, nobody left", "degenerate",
         list(time = many(c(3, 5, 6, 8)), event = many(c(1, 0, 1, 0)), risk = many(c(4, 3, 2, 1)), times = many(c(2, 8))),
         list(auc = many(c(NA, NA)), se = many(c(NA, NA)), n_cases = many(c(0, 2)), n_controls = many(c(4, 0))))))

brier_case <- function(id, tag, d, times, survival) {
  fit <- score(d, 1 - survival, times, "brier")$Brier$score
  model <- fit$Brier[fit$model == "model"]
  null <- fit$Brier[fit$model == "Null model"]
  ibs <- function(x) sum(diff(times) * (head(x, -1) + tail(x, -1)) / 2) / diff(range(times))
  expected <- list(brier = many(model), brier_null_km = many(null), ipa = many(1 - model / null))
  if (length(times) > 1) expected <- c(expected, list(ibs = ibs(model), ibs_null_km = ibs(null)))
  else expected <- c(expected, list(ibs = NA, ibs_null_km = NA))
  input <- c(follow_up(d), list(times = many(times), surv = lapply(seq_along(times), function(k) many(survival[, k]))))
  case(id, tag, input, expected)
}

predicted <- function(d, rate, times) round(sapply(times, function(t) exp(-rate * t * exp(0.5 * d$risk))), 4)
write_cases("survival_brier", "Brier score of predicted survival",
  "The weighted Brier score, its integral and the index of prediction accuracy agree with R riskRegression.", score_tool, list(
    brier_case("whole days", "typical", a, c(7, 14, 21), predicted(a, 0.06, c(7, 14, 21))),
    brier_case("no ties of time", "typical", b, c(5, 12), predicted(b, 0.1, c(5, 12))),
    brier_case("one time", "small", few, 4, matrix(c(0.2, 0.6, 0.3, 0.7, 0.9, 0.8), 6)),
    case("no events yet", "degenerate",
         list(time = many(c(3, 5, 6)), event = many(c(1, 0, 1)), times = many(c(1, 2)),
              surv = list(many(c(0.9, 0.9, 1)), many(c(0.8, 0.7, 1)))),
         list(brier = many(c(0.02, 0.13) / 3), brier_null_km = many(c(0, 0)), ipa = many(c(NA, NA)), ibs = 0.075 / 3,
              ibs_null_km = 0)),
    case("beyond follow-up", "degenerate",
         list(time = many(c(3, 5, 6)), event = many(c(1, 0, 0)), times = many(c(6, 9)),
              surv = list(many(c(0.5, 0.9, 1)), many(c(0.4, 0.7, 1)))),
         list(brier = many(c(NA, NA)), brier_null_km = many(c(NA, NA)), ipa = many(c(NA, NA)), ibs = NA, ibs_null_km = NA))))

# Calibration at a horizon ------------------------------------------------------------------------------------------

calibration_group <- function(time, event, p, horizon, conf) {
  s <- summary(survfit(Surv(time, event) ~ 1, conf.type = "log-log", conf.int = conf), times = horizon, extend = TRUE)
  defined <- horizon <= max(time) || s$surv == 0
  inside <- defined && !(s$surv %in% c(0, 1))
  list(n = length(time), events_by_horizon = sum(event == 1 & time <= horizon), mean_predicted = mean(p),
       observed_risk = if (defined) 1 - s$surv else NA, se = if (!defined || s$surv == 0) NA else s$std.err,
       lower = if (inside) 1 - s$upper else NA, upper = if (inside) 1 - s$lower else NA)
}

calibration_case <- function(id, tag, time, event, p, horizon, groups, conf = 0.95) {
  overall <- calibration_group(time, event, p, horizon, conf)
  cuts <- unique(quantile(p, seq(0, 1, length.out = groups + 1)))
  group <- if (length(cuts) > 1) cut(p, cuts, include.lowest = TRUE, labels = FALSE) else rep(1, length(p))
  oe <- overall$observed_risk / overall$mean_predicted
  factor <- exp(qnorm(1 - (1 - conf) / 2) * overall$se / overall$observed_risk)
  parts <- lapply(sort(unique(group)), function(k) calibration_group(time[group == k], event[group == k], p[group == k], horizon, conf))
  input <- list(time = many(time), event = many(event), p = many(p), horizon = horizon, groups = groups, conf = conf)
  case(id, tag, input, list(overall = overall, oe_ratio = oe, oe_lower = oe / factor, oe_upper = oe * factor, groups = parts))
}

risk_by <- function(d, rate, horizon) round(1 - exp(-rate * horizon * exp(0.6 * d$risk)), 3)
write_cases("survival_calibration", "Calibration of the risk at a horizon",
  "Observed risk, its limits and observed over expected agree with R survfit, overall and in quantile groups.", tool, list(
    calibration_case("quintiles, tied risks", "typical", big$time, big$event, risk_by(big, 0.06, 14), 14, 5),
    calibration_case("level 0.9", "typical", a$time, a$event, risk_by(a, 0.05, 7), 7, 4, 0.9),
    calibration_case("eleven patients, groups cut at patients", "small", c(2, 3, 5, 6, 6, 8, 9, 11, 12, 12, 14),
                     c(1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0), seq(0.9, 0.1, length.out = 11), 10, 5),
    calibration_case("one risk for all", "extreme", c(2, 3, 5, 8, 12), c(1, 0, 1, 1, 0), rep(0.4, 5), 6, 4),
    calibration_case("horizon beyond follow-up", "degenerate", c(2, 3, 5, 8), c(1, 0, 1, 0), c(0.6, 0.2, 0.5, 0.1), 12, 2)))

# Cox model ---------------------------------------------------------------------------------------------------------

chi <- function(chisq, df) list(chisq = chisq, df = df, p = pchisq(chisq, df, lower.tail = FALSE))

cox_case <- function(id, tag, d, X, newx, times, stratum = rep(0, length(d$time)), conf = 0.95) {
  control <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60)
  y <- Surv(d$time, d$event)
  strata_given <- length(unique(stratum)) > 1
  fit_ties <- function(ties) {
    if (strata_given) coxph(y ~ X + strata(stratum), ties = ties, control = control)
    else coxph(y ~ X, ties = ties, control = control)
  }
  fit <- fit_ties("efron")
  breslow <- fit_ties("breslow")
  b <- coef(fit)
  se <- sqrt(diag(vcov(fit)))
  z <- qnorm(1 - (1 - conf) / 2)
  step <- function(h, t) { at <- h$time <= t; if (t > max(h$time)) NA else if (any(at)) max(h$hazard[at]) else 0 }
  hazard <- function(fit, centered = FALSE) {
    h <- basehaz(fit, centered = centered)
    curves <- if (strata_given) split(h, h$strata) else list(h)
    lapply(curves, function(h) sapply(times, function(t) step(h, t)))
  }
  shape <- function(curves) if (strata_given) lapply(unname(curves), many) else many(curves[[1]])
  zph <- function(transform) {
    table <- unname(cox.zph(fit, transform, terms = FALSE)$table)
    list(chisq = many(table[, 1]), df = many(table[, 2]), p = many(table[, 3]))
  }
  s <- summary(fit)
  k <- length(b)
  expected <- list(
    status = "ok", n = length(d$time), events = sum(d$event), coefficients = many(b), se = many(se), z = many(b / se),
    p = many(2 * pnorm(-abs(b / se))), hr = many(exp(b)), hr_lower = many(exp(b - z * se)), hr_upper = many(exp(b + z * se)),
    log_likelihood_null = fit$loglik[1], log_likelihood = fit$loglik[2], lrt = chi(2 * diff(fit$loglik), k),
    wald = chi(fit$wald.test[[1]], k), score = chi(fit$score, k), breslow_coefficients = many(coef(breslow)),
    breslow_se = many(sqrt(diag(vcov(breslow)))), concordance = s$concordance[["C"]], zph_km = zph("km"),
    zph_identity = zph("identity"), baseline_cumhaz_efron = shape(hazard(fit)),
    survival_new = lapply(seq_len(nrow(newx)), function(i)
      shape(lapply(hazard(fit, TRUE), function(h) exp(-h * exp(sum((newx[i, ] - fit$means) * b)))))),
    baseline_cumhaz_breslow = shape(hazard(breslow)))
  input <- c(follow_up(d), list(X = unname(X), stratum = many(stratum), newx = unname(newx), times = many(times), conf = conf))
  case(id, tag, input, expected, rel = 1e-7, keys = list(p = list(rel = 1e-5, abs = 1e-12)))
}

cox_without <- function(id, time, event, X, status, log_likelihood) {
  case(id, "degenerate", list(time = many(time), event = many(event), X = X),
       list(status = status, log_likelihood_null = log_likelihood, coefficients = NA, se = NA))
}

null_likelihood <- function(time, event) coxph(Surv(time, event) ~ 1)$loglik[1]

design <- function(d) cbind(risk = d$risk, age = d$age, male = d$male)
t6 <- c(1, 2, 3, 4, 5, 6)
e6 <- c(1, 1, 0, 1, 1, 0)
write_cases("cox_ph", "Cox proportional hazards model",
  "Coefficients, tests, baseline, predictions and the tests of proportional hazards agree with R coxph and cox.zph.", tool, list(
    cox_case("three covariates, whole days", "typical", a, design(a), rbind(c(0, 62, 0), c(1, 70, 1)), c(7, 21)),
    cox_case("three strata", "typical", big, cbind(big$risk, big$male), rbind(c(0, 0), c(1.5, 1)), c(7, 21),
             stratum = rep(1:3, length.out = 160)),
    cox_case("no ties of time, level 0.9", "typical", b, cbind(b$risk), rbind(0, 1), c(3, 9), conf = 0.9),
    cox_case("eight patients, heavy ties", "small", list(time = c(1, 1, 1, 2, 2, 3, 3, 3), event = c(1, 1, 0, 1, 1, 1, 0, 0)),
             cbind(c(1, 0, 1, 0, 1, 1, 0, 0)), rbind(0), c(1, 2)),
    cox_case("covariate far from 0", "extreme", b, cbind(1e6 + b$age), rbind(1e6 + 60), c(2, 6)),
    cox_without("a covariate that orders the events", t6, c(1, 1, 1, 0, 0, 0), cbind(6:1), "monotone_likelihood",
                null_likelihood(t6, c(1, 1, 1, 0, 0, 0))),
    cox_without("no events", t6, rep(0, 6), cbind(1:6), "no_events", 0),
    cox_without("a covariate that does not vary", t6, e6, cbind(rep(2, 6)), "no_variation", null_likelihood(t6, e6))))

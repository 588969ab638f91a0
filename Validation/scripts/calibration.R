# Cases of the chapter "Calibration and usefulness"; usefulness.py makes those of the decision curve.
source("cases.R")
suppressMessages({library(rms); library(Hmisc)})

wald <- function(fit, which, conf) {
  z <- qnorm(1 - (1 - conf) / 2)
  b <- unname(coef(fit)[which]); se <- unname(sqrt(diag(vcov(fit)))[which])
  list(estimate = b, se = se, lower = b - z * se, upper = b + z * se)
}
no_term <- members(estimate = NULL, se = NULL, lower = NULL, upper = NULL)

calibration_case <- function(id, tag, p, y, conf = 0.95, large = TRUE, joint = TRUE) {
  n <- length(p); m <- mean(y); l <- qlogis(p)
  tight <- glm.control(epsilon = 1e-15, maxit = 100)
  fit <- function(formula) {
    # A second start from the solution, because glm's standard errors are those before its last step.
    one <- glm(formula, family = binomial, control = tight)
    suppressWarnings(glm(formula, family = binomial, control = tight, start = coef(one)))
  }
  shares <- cut(p, seq(0, 10) / 10, include.lowest = TRUE)
  likelihood <- function(q) sum(ifelse(y == 1, log(q), log1p(-q)))
  z <- sum((y - p) * (1 - 2 * p)) / sqrt(sum((1 - 2 * p)^2 * p * (1 - p)))
  expected <- members(n = n, events = sum(y), brier = mean((y - p)^2), brier_se = sd((y - p)^2) / sqrt(n),
    brier_scaled = if (m * (1 - m) > 0) 1 - mean((y - p)^2) / (m * (1 - m)), log_loss = -likelihood(p) / n,
    mean_predicted = mean(p), observed_rate = m, oe_ratio = m / mean(p),
    spiegelhalter = list(z = z, p = 2 * pnorm(-abs(z))), calibration_in_the_large = no_term, slope = no_term,
    intercept = no_term, recalibration_lrt = members(statistic = NULL, df = 2, p = NULL),
    brier_ci = list(lower = max(0, mean((y - p)^2) - qnorm(1 - (1 - conf) / 2) * sd((y - p)^2) / sqrt(n)),
      upper = min(1, mean((y - p)^2) + qnorm(1 - (1 - conf) / 2) * sd((y - p)^2) / sqrt(n))),
    ece10 = sum(abs(tapply(y - p, shares, sum)), na.rm = TRUE) / n)
  if (large) expected$calibration_in_the_large <- wald(fit(y ~ offset(l)), 1, conf)
  if (joint) {
    both <- fit(y ~ l)
    expected$slope <- wald(both, 2, conf)
    expected$intercept <- wald(both, 1, conf)
    statistic <- 2 * (as.numeric(logLik(both)) - likelihood(p))
    expected$recalibration_lrt <- list(statistic = statistic, df = 2, p = pchisq(statistic, 2, lower.tail = FALSE))
    check <- val.prob(p, y, pl = FALSE)
    stopifnot(abs(check["Brier"] - expected$brier) < 1e-12, abs(check["S:z"] - z) < 1e-9)
  }
  if (n >= 20 && length(unique(p)) > 3) {
    direct <- loess(y ~ p, span = 0.75, degree = 2, control = loess.control(surface = "direct"))
    d <- abs(predict(direct, p) - p)
    low <- lowess(p, y, f = 2 / 3, iter = 0, delta = 0)
    e <- abs(low$y - low$x)
    expected$loess_direct <- list(ici = mean(d), e50 = median(d), e90 = unname(quantile(d, 0.9)), emax = max(d))
    expected$lowess <- list(eavg = mean(e), emax = max(e), e90 = unname(quantile(e, 0.9)))
  } else expected <- c(expected, members(loess_direct = NULL))
  case(id, tag, list(p = p, y = y, conf = conf), expected, rel = 1e-7, abs = 1e-9, keys = loose_p)
}

set.seed(3105)
score <- function(n, low = -1.2, spread = 1.1) round(plogis(rnorm(n, low, spread)), 4)
came <- function(p, slope = 1, shift = 0) as.integer(runif(length(p)) < plogis(shift + slope * qlogis(p)))
a <- score(120); b <- score(80, -0.5, 1.6); rare <- score(200, -3, 1); tied <- round(score(90), 1)
tied <- pmin(0.9, pmax(0.1, tied))
write_cases("calibration", "Calibration",
  "Calibration is reported by scores, two recalibration models, two smooth curves and bins, as R finds them.",
  paste("glm, loess(surface = \"direct\"), lowess; rms", packageVersion("rms"), "val.prob"),
  list(
    calibration_case("well-calibrated", "typical", a, came(a)),
    calibration_case("too-extreme-90", "typical", b, came(b, 0.5, 0.4), 0.9),
    calibration_case("rare", "extreme", rare, came(rare, 1.2, 0.3)),
    calibration_case("tied", "typical", tied, came(tied)),
    calibration_case("small", "small", c(0.15, 0.3, 0.35, 0.5, 0.62, 0.8), c(0, 1, 0, 0, 1, 1)),
    calibration_case("separated", "degenerate", c(0.2, 0.25, 0.4, 0.6, 0.65), c(0, 0, 0, 1, 1), joint = FALSE),
    calibration_case("constant", "degenerate", rep(0.3, 8), c(1, 0, 0, 1, 0, 0, 0, 0), joint = FALSE),
    calibration_case("all-events", "degenerate", c(0.7, 0.9, 0.4), c(1, 1, 1), large = FALSE, joint = FALSE)))

hosmer_case <- function(id, tag, p, y, g) {
  breaks <- unique(quantile(p, seq(0, 1, 1 / g)))
  if (length(breaks) == 1) {
    expected <- members(statistic = NULL, groups = 1, df_development = NULL, df_validation = NULL,
      p_development = NULL, p_validation = NULL, n = many(length(p)), observed = many(sum(y)), expected = many(sum(p)))
    return(case(id, tag, list(p = p, y = y, g = g), expected))
  }
  group <- cut(p, breaks, include.lowest = TRUE)
  n <- as.vector(table(group)); k <- length(n)
  o <- as.vector(tapply(y, group, sum)); e <- as.vector(tapply(p, group, sum))
  statistic <- sum((o - e)^2 / e) + sum((n - o - (n - e))^2 / (n - e))
  tail <- function(df) if (df > 0) pchisq(statistic, df, lower.tail = FALSE)
  expected <- members(statistic = statistic, groups = k, df_development = k - 2, df_validation = k,
    p_development = tail(k - 2), p_validation = tail(k), breaks = unname(breaks), n = n, observed = o, expected = e)
  case(id, tag, list(p = p, y = y, g = g), expected,
       keys = list(p_development = list(rel = 1e-6, abs = 1e-14), p_validation = list(rel = 1e-6, abs = 1e-14)))
}
write_cases("hosmer_lemeshow", "Hosmer-Lemeshow test",
  "The Hosmer-Lemeshow test groups by quantiles of the risk, and ties leave fewer groups.",
  "quantile(type = 7), cut(include.lowest = TRUE), pchisq",
  list(
    hosmer_case("ten-groups", "typical", a, came(a, 0.8), 10),
    hosmer_case("index-on-a-patient", "typical", b[1:61], came(b[1:61]), 10),
    hosmer_case("five-groups", "small", b[1:25], came(b[1:25]), 5),
    hosmer_case("tied", "extreme", tied, came(tied), 10),
    hosmer_case("constant", "degenerate", rep(0.4, 12), rep(c(0, 1, 0), 4), 10)))

nri_case <- function(id, tag, old, new, y, cutoffs, conf = 0.95, both = TRUE) {
  category <- function(p) findInterval(p, cutoffs)
  nri <- function(step) {
    part <- function(s) c(mean(s > 0) - mean(s < 0), (mean(s > 0) + mean(s < 0) - (mean(s > 0) - mean(s < 0))^2) / length(s),
                          (mean(s > 0) + mean(s < 0)) / length(s))
    e <- part(step[y == 1]); o <- part(step[y == 0])
    se <- sqrt(e[2] + o[2]); total <- e[1] - o[1]
    moved <- both && se > 0
    members(nri_events = e[1], nri_nonevents = if (both) -o[1], nri = if (both) total, se = if (both) se,
      z = if (moved) total / se, p = if (moved) 2 * pnorm(-abs(total / se)),
      z_pencina2008 = if (moved) total / sqrt(e[3] + o[3]),
      p_pencina2008 = if (moved) 2 * pnorm(-abs(total / sqrt(e[3] + o[3]))))
  }
  k <- length(cutoffs)
  table_of <- function(class) {
    t <- table(factor(category(old)[y == class], 0:k), factor(category(new)[y == class], 0:k))
    matrix(as.vector(t), k + 1)
  }
  idi <- members(estimate = NULL, se = NULL, z = NULL, p = NULL)
  if (both) {
    h <- suppressWarnings(improveProb(old, new, y))
    moved <- h$se.idi > 0
    idi <- members(estimate = h$idi, se = h$se.idi, z = if (moved) h$z.idi,
                   p = if (moved) 2 * pnorm(-abs(h$z.idi)))
    stopifnot(abs(nri(sign(new - old))$nri - h$nri) < 1e-12)
  }
  expected <- list(categorical = nri(category(new) - category(old)), continuous = nri(sign(new - old)), idi = idi,
                   table_events = table_of(1), table_nonevents = table_of(0))
  keys <- list(p = list(rel = 1e-6, abs = 1e-14), p_pencina2008 = list(rel = 1e-6, abs = 1e-14))
  case(id, tag, list(p_old = old, p_new = new, y = y, cutoffs = many(cutoffs), conf = conf), expected, keys = keys)
}
y <- came(a)
new <- round(plogis(qlogis(a) + 0.5 * (y - 0.3) + rnorm(120, 0, 0.5)), 4)
write_cases("nri_idi", "Net reclassification and discrimination improvement",
  "Reclassification is reported for events and the others apart, and discrimination improvement as Hmisc finds it.",
  paste("Hmisc", packageVersion("Hmisc"), "improveProb; categorical by formula"),
  list(
    nri_case("two-cutoffs", "typical", a, new, y, c(0.1, 0.4)),
    nri_case("three-cutoffs", "typical", a[1:60], new[1:60], y[1:60], c(0.1, 0.2, 0.5)),
    nri_case("small", "small", c(0.1, 0.3, 0.35, 0.6, 0.7), c(0.2, 0.2, 0.45, 0.6, 0.9), c(0, 0, 1, 0, 1), 0.4),
    nri_case("same-model", "degenerate", a[1:20], a[1:20], y[1:20], 0.3),
    nri_case("only-events", "degenerate", c(0.3, 0.5, 0.2), c(0.4, 0.4, 0.6), c(1, 1, 1), 0.45, both = FALSE)))

# Cases of logistic regression, stratified tables and subgroups, by stats::glm and stats::mantelhaen.test of R.
source("cases.R")
options(warn = 1)

# glm stops one step before its standard errors are those of the optimum: it is restarted there.
fit_at_optimum <- function(formula, data) {
  control <- glm.control(epsilon = 1e-15, maxit = 100)
  first <- suppressWarnings(glm(formula, binomial, data, control = control))
  suppressWarnings(glm(formula, binomial, data, start = coef(first), control = control))
}

# ---- logistic_regression

logistic_case <- function(id, tag, X, y, conf = 0.95) {
  data <- data.frame(y = y, X)
  fit <- fit_at_optimum(y ~ ., data)
  beta <- coef(fit)
  se <- sqrt(diag(vcov(fit)))
  z <- qnorm((1 + conf) / 2)
  lrt <- fit$null.deviance - fit$deviance
  df <- ncol(X)
  list_of <- function(x) many(unname(x))
  case(id, tag, list(X = unname(X), y = many(y), conf = conf), members(
    separated = FALSE, coefficients = list_of(beta), standard_errors = list_of(se), z = list_of(beta / se),
    p = list_of(2 * pnorm(-abs(beta / se))), odds_ratios = list_of(exp(beta[-1])),
    or_lower = list_of(exp(beta - z * se)[-1]), or_upper = list_of(exp(beta + z * se)[-1]),
    null_deviance = fit$null.deviance, deviance = fit$deviance, log_likelihood = as.numeric(logLik(fit)),
    aic = AIC(fit), lrt = list(statistic = lrt, df = df, p = pchisq(lrt, df, lower.tail = FALSE))
  ), rel = 1e-8, abs = 1e-9, keys = loose_p)
}

refused_case <- function(id, X, y) {
  none <- function(n) structure(rep(list(NULL), n), class = "many")
  case(id, "degenerate", list(X = unname(X), y = many(y)), members(
    separated = TRUE, coefficients = none(ncol(X) + 1), standard_errors = none(ncol(X) + 1),
    odds_ratios = none(ncol(X)), null_deviance = glm(y ~ 1, binomial, epsilon = 1e-15)$deviance
  ), rel = 1e-8, abs = 1e-9)
}

set.seed(20251)
age <- round(rnorm(80, 65, 11)); score <- round(runif(80), 3); male <- rbinom(80, 1, 0.5)
shd <- rbinom(80, 1, plogis(-6 + 0.05 * age + 3 * score))
far <- round(1e6 + 100 * rnorm(60), 1); near <- rbinom(60, 1, plogis((far - 1e6) / 80))
tiny <- matrix(c(0.1, 0.5, 0.7, 0.2, 0.9, 0.4, 0.6, 0.3)); tiny_y <- c(0, 1, 0, 0, 1, 1, 1, 0)

logistic <- list(
  logistic_case("age-score-sex", "typical", cbind(age, score, male), shd),
  logistic_case("level-0.9", "typical", cbind(score), shd, conf = 0.9),
  logistic_case("eight-patients", "small", tiny, tiny_y),
  logistic_case("far-from-zero", "extreme", cbind(far), near),
  refused_case("separated", matrix(c(1, 2, 3, 4, 5, 6)), c(0, 0, 0, 1, 1, 1)),
  refused_case("separated-in-part", matrix(c(1, 2, 3, 3, 4, 5, 3)), c(0, 0, 1, 0, 1, 1, 0)),
  refused_case("one-class", matrix(c(1, 2, 3, 4)), c(0, 0, 0, 0))
)
write_cases("logistic_regression", "Logistic regression",
            "Odds ratios are estimated by maximum likelihood, and separated outcomes are reported as such.",
            "stats::glm(family = binomial), epsilon 1e-15, restarted at the optimum", logistic)

# ---- stratified_2x2

stratified_case <- function(id, tag, strata, conf = 0.95) {
  used <- strata[strata[, 1] + strata[, 2] > 0 & strata[, 3] + strata[, 4] > 0, , drop = FALSE]
  a <- used[, 1]; b <- used[, 2]; c <- used[, 3]; d <- used[, 4]
  n1 <- a + b; n2 <- c + d; n <- n1 + n2; m <- a + c
  z <- qnorm((1 + conf) / 2)
  informative <- m > 0 & m < n
  # mantelhaen.test takes at least two strata and an array of rows (groups) by columns (outcomes).
  table <- array(rbind(a, c, b, d), dim = c(2, 2, nrow(used)))
  test <- if (nrow(used) > 1) mantelhaen.test(table, correct = FALSE, conf.level = conf) else NULL
  ratio <- sum(a * d / n) / sum(b * c / n)
  or <- if (!is.null(test) && is.finite(ratio) && ratio > 0)
    members(estimate = unname(test$estimate), lower = test$conf.int[1], upper = test$conf.int[2])
  else members(estimate = if (is.nan(ratio)) NULL else ratio, lower = NULL, upper = NULL)
  R <- sum(a * n2 / n); S <- sum(c * n1 / n)
  se <- sqrt(sum((n1 * n2 * m - a * c * n) / n^2) / (R * S))
  rr <- if (R > 0 && S > 0) members(estimate = R / S, lower = R / S * exp(-z * se), upper = R / S * exp(z * se))
  else members(estimate = if (R + S > 0) R / S else NULL, lower = NULL, upper = NULL)
  W <- sum(n1 * n2 / n); rd <- sum((a * n2 - c * n1) / n) / W
  P <- sum((n1^2 * c - n2^2 * a + n1 * n2 * (n2 - n1) / 2) / n^2); Q <- sum((a * d + b * c) / (2 * n))
  half <- z * sqrt(rd * P + Q) / W
  excess <- abs(sum(a - n1 * m / n)); variance <- sum(n1 * n2 * m * (n - m) / (n^2 * (n - 1)))
  if (!is.null(test)) stopifnot(all.equal(unname(test$statistic), excess^2 / variance))
  chi <- function(x, df) list(statistic = x, p = pchisq(x, df, lower.tail = FALSE))
  none <- members(statistic = NULL, df = NULL, p = NULL)
  breslow <- tarone <- none
  if (is.finite(ratio) && ratio > 0 && sum(informative) > 1) {
    expected <- mapply(function(n1, n2, m) {
      f <- function(x) log(x) + log(n2 - m + x) - log(n1 - x) - log(m - x) - log(ratio)
      uniroot(f, c(max(0, m - n2), min(n1, m)) + c(1, -1) * 1e-12, tol = 1e-15, extendInt = "no")$root
    }, n1[informative], n2[informative], m[informative])
    v <- 1 / (1 / expected + 1 / (n1[informative] - expected) + 1 / (m[informative] - expected) +
                1 / ((n2 - m)[informative] + expected))
    e <- a[informative] - expected
    df <- sum(informative) - 1
    x <- c(sum(e^2 / v), sum(e^2 / v) - sum(e)^2 / sum(v))
    breslow <- list(statistic = x[1], df = df, p = pchisq(x[1], df, lower.tail = FALSE))
    tarone <- list(statistic = x[2], df = df, p = pchisq(x[2], df, lower.tail = FALSE))
  }
  case(id, tag, list(strata = strata, conf = conf), members(
    strata_used = nrow(used), mh_or = or, mh_rr = rr, mh_rd = list(estimate = rd, lower = rd - half, upper = rd + half),
    cmh = chi(excess^2 / variance, 1), cmh_cc = chi(max(0, excess - 0.5)^2 / variance, 1),
    breslow_day = breslow, tarone = tarone
  ), rel = 1e-8, abs = 1e-10, keys = loose_p)
}

rows <- function(...) matrix(c(...), ncol = 4, byrow = TRUE)
stratified <- list(
  stratified_case("three-sites", "typical", rows(14, 26, 5, 48, 9, 12, 6, 31, 21, 30, 11, 52)),
  stratified_case("level-0.9", "typical", rows(8, 31, 3, 40, 12, 22, 9, 30), conf = 0.9),
  stratified_case("few", "small", rows(2, 1, 1, 3, 1, 2, 1, 4)),
  stratified_case("thousands", "extreme", rows(9000, 41000, 7000, 52000, 300, 59000, 150, 61000)),
  stratified_case("opposite-effects", "extreme", rows(40, 10, 10, 40, 10, 40, 40, 10)),
  stratified_case("empty-group", "degenerate", rows(6, 9, 2, 14, 0, 0, 3, 8, 7, 11, 4, 13)),
  stratified_case("split-cleanly", "degenerate", rows(4, 0, 0, 5, 6, 0, 0, 3)),
  stratified_case("all-have-it", "degenerate", rows(7, 0, 9, 0, 5, 8, 2, 12))
)
write_cases("stratified_2x2", "Mantel-Haenszel estimates and homogeneity over strata",
            "Two groups are compared over strata, and the homogeneity of the strata is tested.",
            "stats::mantelhaen.test; formulas of Greenland-Robins, Sato, Breslow-Day and Tarone in this script",
            stratified)

# ---- subgroup_interaction

wilson <- function(x, n, conf) {
  limits <- as.numeric(suppressWarnings(prop.test(x, n, conf.level = conf, correct = FALSE))$conf.int)
  # prop.test leaves rounding errors where a limit is 0 or 1.
  if (x == 0) limits[1] <- 0
  if (x == n) limits[2] <- 1
  limits
}

subgroup_case <- function(id, tag, levels, conf = 0.95) {
  z <- qnorm((1 + conf) / 2)
  subgroups <- lapply(names(levels), function(name) {
    t <- levels[[name]]
    yields <- lapply(rownames(t), function(tier) {
      n <- t[tier, 1]; x <- t[tier, 2]
      w <- if (n > 0) wilson(x, n, conf) else c(NA, NA)
      members(tier = tier, estimate = if (n > 0) x / n else NULL, wilson = list(lower = w[1], upper = w[2]))
    })
    low <- t[1, ]; high <- t[nrow(t), ]
    compared <- if (low[1] > 0 && high[1] > 0) {
      p1 <- high[2] / high[1]; p2 <- low[2] / low[1]
      w1 <- wilson(high[2], high[1], conf); w2 <- wilson(low[2], low[1], conf)
      cells <- c(high[2], high[1] - high[2], low[2], low[1] - low[2])
      or <- cells[1] * cells[4] / (cells[2] * cells[3]); half <- z * sqrt(sum(1 / cells))
      members(rd = unname(p1 - p2),
              newcombe = list(lower = unname(p1 - p2 - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2)),
                              upper = unname(p1 - p2 + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2))),
              or = if (is.nan(or)) NULL else unname(or),
              woolf = if (all(cells > 0)) list(lower = unname(or * exp(-half)), upper = unname(or * exp(half)))
                      else members(lower = NULL, upper = NULL))
    } else members(rd = NULL, newcombe = members(lower = NULL, upper = NULL), or = NULL,
                   woolf = members(lower = NULL, upper = NULL))
    list(level = name, yields = yields, highest_vs_lowest = compared)
  })
  cells <- do.call(rbind, lapply(names(levels), function(name)
    data.frame(level = name, tier = rownames(levels[[name]]), n = levels[[name]][, 1], x = levels[[name]][, 2])))
  cells <- cells[cells$n > 0, ]
  lrt <- members(statistic = NULL, df = NULL, p = NULL)
  if (length(unique(cells$level)) > 1 && length(unique(cells$tier)) > 1) {
    fit <- suppressWarnings(glm(cbind(x, n - x) ~ tier + level, binomial, cells, epsilon = 1e-15, maxit = 200))
    df <- nrow(cells) - fit$rank
    lrt <- list(statistic = fit$deviance, df = df, p = pchisq(fit$deviance, df, lower.tail = FALSE))
  }
  input <- lapply(names(levels), function(name) list(level = name, tiers = lapply(rownames(levels[[name]]), function(t)
    list(tier = t, n = levels[[name]][t, 1], x = levels[[name]][t, 2]))))
  case(id, tag, list(subgroups = input, conf = conf), list(subgroups = subgroups, interaction_lrt = lrt),
       rel = 1e-8, abs = 1e-9, keys = loose_p)
}

tiers <- function(...) {
  t <- matrix(c(...), ncol = 2, byrow = TRUE)
  rownames(t) <- if (nrow(t) == 2) c("low", "high") else c("low", "mid", "high")
  t
}
subgroups <- list(
  subgroup_case("sex", "typical", list(F = tiers(40, 3, 55, 12, 31, 16), M = tiers(38, 2, 61, 15, 27, 11))),
  subgroup_case("four-sites", "typical", list(A = tiers(24, 2, 30, 11), B = tiers(18, 1, 22, 13), C = tiers(31, 4, 20, 5),
                                              D = tiers(12, 1, 15, 9)), conf = 0.9),
  subgroup_case("few", "small", list(a = tiers(2, 1, 3, 1), b = tiers(3, 1, 1, 0))),
  subgroup_case("thousands", "extreme", list(a = tiers(9000, 310, 4000, 820, 1100, 600),
                                             b = tiers(8000, 420, 3700, 900, 900, 380))),
  subgroup_case("lowest-never", "degenerate", list(a = tiers(9, 0, 14, 6), b = tiers(11, 0, 13, 9))),
  subgroup_case("empty-tier", "degenerate", list(a = tiers(0, 0, 8, 3), b = tiers(9, 2, 12, 5), c = tiers(7, 1, 9, 6))),
  subgroup_case("one-level", "degenerate", list(all = tiers(20, 2, 25, 11)))
)
write_cases("subgroup_interaction", "Subgroup yields and tier-by-subgroup interaction",
            "Yields by tier are given within subgroups, with a likelihood-ratio test of the interaction.",
            "stats::prop.test, stats::glm(cbind(x, n - x) ~ tier + level)", subgroups)

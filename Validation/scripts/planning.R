# Cases of sample sizes, conditional power and enrolment, by functions of stats and pwr and by exhaustive search in R.
source("cases.R")
suppressMessages(library(pwr))

z_of <- function(p) qnorm(p)

# ---- sample_size_precision

precision_case <- function(id, tag, p, d, conf = 0.95, dropout = 0) {
  z <- z_of((1 + conf) / 2)
  wald <- if (p > 0 && p < 1) ceiling(z^2 * p * (1 - p) / d^2) else NULL
  half_wilson <- function(n) z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
  first <- function(narrow) { n <- 1; while (!narrow(n)) n <- n + 1; n }
  half_exact <- function(n) {
    x <- 0:n
    lower <- ifelse(x == 0, 0, qbeta((1 - conf) / 2, x, n - x + 1))
    upper <- ifelse(x == n, 1, qbeta((1 + conf) / 2, x + 1, n - x))
    sum(dbinom(x, n, p) * (upper - lower)) / 2
  }
  case(id, tag, list(p = p, half_width = d, conf = conf, dropout = dropout), members(
    n_wald = wald, n_conservative = ceiling(z^2 / (4 * d^2)), n_wilson = first(function(n) half_wilson(n) <= d),
    n_clopper_pearson_expected = first(function(n) half_exact(n) <= d),
    n_wald_inflated = if (is.null(wald)) NULL else ceiling(wald / (1 - dropout))
  ))
}
write_cases("sample_size_precision", "Sample size for the precision of a yield",
            "The number of patients for a given precision of a proportion is the first that suffices.",
            "qbeta and dbinom, searched from 1 upwards", list(
  precision_case("third", "typical", 0.35, 0.09, dropout = 0.15),
  precision_case("rare", "extreme", 0.03, 0.015),
  precision_case("level-0.99", "typical", 0.6, 0.12, conf = 0.99, dropout = 0.2),
  precision_case("wide", "small", 0.5, 0.35),
  precision_case("never", "degenerate", 0, 0.05)
))

# ---- sample_size_two_proportions

two_case <- function(id, tag, p1, p2, alpha = 0.05, power = 0.8, ratio = 1) {
  if (p1 == p2) {
    names <- c("n1_pooled_exact", "n1_pooled", "n2_pooled", "n1_unpooled_exact", "n1_unpooled", "n1_fleiss_cc_exact",
               "n1_fleiss_cc", "n1_arcsine_exact", "n1_arcsine")
    expected <- setNames(rep(list(NULL), length(names)), names)
  } else {
    za <- z_of(1 - alpha / 2); zb <- z_of(power); d <- p1 - p2; bar <- (p1 + ratio * p2) / (1 + ratio)
    v <- p1 * (1 - p1) + p2 * (1 - p2) / ratio
    pooled <- (za * sqrt((1 + 1 / ratio) * bar * (1 - bar)) + zb * sqrt(v))^2 / d^2
    unpooled <- (za + zb)^2 * v / d^2
    corrected <- pooled / 4 * (1 + sqrt(1 + 2 * (1 + ratio) / (pooled * ratio * abs(d))))^2
    arcsine <- (za + zb)^2 * (1 + 1 / ratio) / ES.h(p1, p2)^2
    if (ratio == 1) {
      stopifnot(abs(power.prop.test(p1 = p1, p2 = p2, power = power, sig.level = alpha, tol = 1e-12)$n / pooled - 1) < 1e-6)
      stopifnot(abs(pwr.2p.test(ES.h(p1, p2), sig.level = alpha, power = power)$n / arcsine - 1) < 1e-4)
    }
    expected <- list(n1_pooled_exact = pooled, n1_pooled = ceiling(pooled), n2_pooled = ceiling(ratio * ceiling(pooled)),
                     n1_unpooled_exact = unpooled, n1_unpooled = ceiling(unpooled), n1_fleiss_cc_exact = corrected,
                     n1_fleiss_cc = ceiling(corrected), n1_arcsine_exact = arcsine, n1_arcsine = ceiling(arcsine))
  }
  case(id, tag, list(p1 = p1, p2 = p2, alpha = alpha, power = power, ratio = ratio), expected)
}
write_cases("sample_size_two_proportions", "Sample size for two tiers",
            "The sizes of two groups that show a difference of proportions are computed by four methods.",
            "stats::power.prop.test, pwr::ES.h and pwr.2p.test, formulas of Fleiss", list(
  two_case("high-and-low", "typical", 0.45, 0.08),
  two_case("two-to-one", "typical", 0.3, 0.18, power = 0.9, ratio = 2),
  two_case("strict", "typical", 0.12, 0.2, alpha = 0.01, power = 0.95, ratio = 0.4),
  two_case("close", "extreme", 0.4, 0.41, power = 0.9),
  two_case("none-and-some", "small", 0, 0.6),
  two_case("equal", "degenerate", 0.25, 0.25)
))

# ---- sample_size_other

hanley <- function(a, k) a / (2 - a) / k + 2 * a^2 / (1 + a) - a^2 * (1 / k + 1)
single_arm <- function(p0, p1, alpha, power) {
  n <- 0
  repeat {
    n <- n + 1
    r <- qbinom(alpha, n, p0, lower.tail = FALSE) + 1
    if (r <= n && pbinom(r - 1, n, p1, lower.tail = FALSE) >= power)
      return(list(n = n, r = r, alpha_actual = pbinom(r - 1, n, p0, lower.tail = FALSE),
                  power_actual = pbinom(r - 1, n, p1, lower.tail = FALSE)))
  }
}
fisher_power <- function(n1, n2, p1, p2, alpha) {
  reject <- outer(0:n1, 0:n2, Vectorize(function(a, b) fisher.test(matrix(c(a, n1 - a, b, n2 - b), 2))$p.value <= alpha))
  power <- function(q) sum(outer(dbinom(0:n1, n1, q), dbinom(0:n2, n2, p2)) * reject)
  list(power = power(p1), size_at_p2 = power(p2))
}
simon_search <- function(p0, p1, alpha, power, limit = 60) {
  best <- list(optimal = NULL, minimax = NULL)
  for (n in 2:limit) for (n1 in 1:(n - 1)) for (r1 in 0:(n1 - 1)) {
    if (pbinom(r1, n1, p1, lower.tail = FALSE) < power) next
    en <- n1 + (n - n1) * pbinom(r1, n1, p0, lower.tail = FALSE)
    if (!is.null(best$minimax) && en >= best$optimal$en && n >= best$minimax$n &&
        !(n == best$minimax$n && en < best$minimax$en)) next
    x <- (r1 + 1):n1; b0 <- dbinom(x, n1, p0); b1 <- dbinom(x, n1, p1)
    for (r in r1:n) {
      a <- sum(b0 * pbinom(r - x, n - n1, p0, lower.tail = FALSE))
      if (a <= alpha) break
    }
    w <- sum(b1 * pbinom(r - x, n - n1, p1, lower.tail = FALSE))
    if (w < power) next
    design <- list(n1 = n1, r1 = r1, n = n, r = r, en = en, pet = pbinom(r1, n1, p0), alpha = a, power = w)
    if (is.null(best$optimal) || en < best$optimal$en) best$optimal <- design
    if (is.null(best$minimax) || n < best$minimax$n || (n == best$minimax$n && en < best$minimax$en)) best$minimax <- design
  }
  best
}
other <- list(
  local({
    x <- (z_of(0.975) + z_of(0.9))^2 / (0.25 * log(0.65)^2)
    case("log-rank", "typical", list(kind = "logrank_events", hr = 0.65, alpha = 0.05, power = 0.9, alloc = 0.5),
         list(events_exact = x, events = ceiling(x)))
  }),
  case("log-rank-no-effect", "degenerate", list(kind = "logrank_events", hr = 1, alpha = 0.05, power = 0.9),
       members(events_exact = NULL, events = NULL)),
  local({
    x <- (z_of(0.975) * sqrt(0.24) + z_of(0.8) * sqrt(0.24 - 0.12^2))^2 / 0.12^2
    case("discordant-pairs", "typical", list(kind = "mcnemar", p10 = 0.18, p01 = 0.06, alpha = 0.05, power = 0.8),
         list(n_exact = x, n = ceiling(x)))
  }),
  local({
    x <- (z_of(0.975) * sqrt(hanley(0.75, 4)) + z_of(0.85) * sqrt(hanley(0.83, 4)))^2 / 0.08^2
    case("area-four-controls", "typical", list(kind = "auc_hanley", auc = 0.83, null = 0.75, alpha = 0.05, power = 0.85, ratio = 4),
         list(n_pos_exact = x, n_pos = ceiling(x), n_neg = 4 * ceiling(x)))
  }),
  case("single-arm", "typical", list(kind = "single_arm_exact", p0 = 0.15, p1 = 0.3, alpha = 0.05, power = 0.85),
       single_arm(0.15, 0.3, 0.05, 0.85)),
  case("single-arm-far", "small", list(kind = "single_arm_exact", p0 = 0.01, p1 = 0.6, alpha = 0.05, power = 0.8),
       single_arm(0.01, 0.6, 0.05, 0.8)),
  local({
    x <- z_of(0.975)^2 * 0.88 * 0.12 / 0.06^2
    case("sensitivity", "typical", list(kind = "buderer", sens = 0.88, half_width = 0.06, prevalence = 0.15),
         list(n_diseased = ceiling(x), n_total = ceiling(x / 0.15), n_total_exact = x / 0.15))
  }),
  case("fisher", "typical", list(kind = "fisher_exact_power", n1 = 22, n2 = 17, p1 = 0.6, p2 = 0.15, alpha = 0.05),
       fisher_power(22, 17, 0.6, 0.15, 0.05)),
  case("simon", "typical", list(kind = "simon", p0 = 0.1, p1 = 0.3, alpha = 0.05, power = 0.8), simon_search(0.1, 0.3, 0.05, 0.8)),
  case("simon-none", "degenerate", list(kind = "simon", p0 = 0.3, p1 = 0.33, alpha = 0.05, power = 0.9),
       members(optimal = NULL, minimax = NULL))
)
write_cases("sample_size_other", "Sizes of other designs",
            "Events, pairs, cases and patients of further designs are the first that keep both errors.",
            "formulas; dbinom, pbinom and stats::fisher.test, searched exhaustively", other)

# ---- conditional_power

normal_case <- function(id, tag, z, t, crit, drift) {
  at <- function(theta) if (t == 1) as.numeric(z >= crit) else
    pnorm(crit - z * sqrt(t), theta * (1 - t), sqrt(1 - t), lower.tail = FALSE)
  predictive <- if (t == 1) as.numeric(z >= crit) else pnorm(crit, z / sqrt(t), sqrt((1 - t) / t), lower.tail = FALSE)
  case(id, tag, list(kind = "normal", z = z, t = t, crit = crit, drift_design = drift), members(
    current_trend = if (t > 0) at(z / sqrt(t)) else NULL, design = at(drift), null = at(0),
    predictive = if (t > 0) predictive else NULL
  ), abs = 0)
}
beta_case <- function(id, tag, x, n, N, r, a, b) {
  k <- 0:(N - n)
  mass <- exp(lchoose(N - n, k) + lbeta(k + a + x, N - n - k + b + n - x) - lbeta(a + x, b + n - x))
  case(id, tag, list(kind = "beta_binomial", x = x, n = n, N = N, r = r, prior_a = a, prior_b = b), list(
    predictive_probability = sum(mass[x + k >= r]), posterior_mean = (a + x) / (a + b + n),
    posterior_lower = qbeta(0.025, a + x, b + n - x), posterior_upper = qbeta(0.975, a + x, b + n - x)
  ))
}
write_cases("conditional_power", "Conditional and predictive power",
            "The chance of success in the end is computed from interim results.",
            "stats::pnorm, lbeta, lchoose, qbeta", list(
  normal_case("halfway", "typical", 1.7, 0.5, 1.969, 3.2),
  normal_case("against", "extreme", -2.5, 0.8, 1.96, 3),
  normal_case("over", "degenerate", 1.5, 1, 1.96, 3),
  normal_case("not-begun", "degenerate", 0, 0, 1.96, 3),
  beta_case("thirty-of-eighty", "typical", 11, 30, 80, 26, 1, 1),
  beta_case("nobody-yet", "small", 0, 0, 12, 5, 0.5, 0.5),
  beta_case("thousands", "extreme", 210, 900, 4000, 980, 2, 5)
))

# ---- enrollment_projection

enrol_case <- function(id, tag, n, days, target, shape = 0, rate = 0, future = 30, conf = 0.95) {
  tail <- (1 - conf) / 2; p <- c(tail, 1 - tail); left <- max(0, target - n)
  exact <- as.numeric(poisson.test(n, days, conf.level = conf)$conf.int)
  a <- shape + n; b <- rate + days
  waiting <- function(p) { x <- qbeta(p, left, a); b * x / (1 - x) }
  known <- a > 0
  wait <- if (left == 0) c(0, 0, 0) else if (known) c(waiting(0.5), waiting(p[1]), waiting(p[2])) else rep(NA, 3)
  plug <- if (left == 0) c(0, 0) else if (n > 0) qgamma(p, left) / (n / days) else c(NA, NA)
  success <- b / (b + future)
  case(id, tag, list(n = n, days = days, target = target, prior_shape = shape, prior_rate = rate, future_days = future,
                     conf = conf), list(
    rate_per_day = n / days, rate_exact_lower = exact[1], rate_exact_upper = exact[2], remaining = left,
    days_to_target_deterministic = if (left == 0) 0 else left / (n / days), days_to_target_median = wait[1],
    days_to_target_lower = wait[2], days_to_target_upper = wait[3], plugin_lower = plug[1], plugin_upper = plug[2],
    future_mean = if (known) a * future / b else NA, future_lower = if (known) qnbinom(p[1], a, success) else NA,
    future_upper = if (known) qnbinom(p[2], a, success) else NA,
    prob_reach_within_future = if (left == 0) 1 else if (known) pnbinom(left - 1, a, success, lower.tail = FALSE) else NA
  ), rel = 1e-8, abs = 1e-10)
}
write_cases("enrollment_projection", "Projection of enrolment",
            "The date at which a target is reached is predicted with the uncertainty of the rate.",
            "stats::poisson.test, qbeta, qgamma, qnbinom", list(
  enrol_case("half-way", "typical", 48, 150, 100, future = 120),
  enrol_case("prior-level-0.9", "typical", 12, 40, 90, shape = 3, rate = 8, future = 200, conf = 0.9),
  enrol_case("two-so-far", "small", 2, 21, 9, future = 60),
  enrol_case("thousands", "extreme", 5200, 730, 20000, future = 365),
  enrol_case("nobody", "degenerate", 0, 14, 50),
  enrol_case("reached", "degenerate", 60, 200, 60)
))

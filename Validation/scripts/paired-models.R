# Cases of the chapter "Two models in the same patients": base R, and the formulas of the papers over single patients.
source("cases.R")

p_keys <- list(p = list(rel = 1e-6, abs = 1e-14), exact_p = list(rel = 1e-6, abs = 1e-14),
               mid_p = list(rel = 1e-6, abs = 1e-14))

# Tango's limits: the nuisance probability from the derivative of the restricted likelihood, both roots by uniroot.
tango <- function(a, b, c, d, conf) {
  n <- a + b + c + d
  z <- qnorm(1 - (1 - conf) / 2)
  fine <- function(f, low, high) {
    if (f(low) * f(high) >= 0) return(if (abs(f(low)) < abs(f(high))) low else high)
    uniroot(f, c(low, high), tol = 1e-15, maxiter = 5000)$root
  }
  score <- function(delta) {
    low <- max(0, -delta); high <- (1 - delta) / 2
    slope <- function(q) (if (b > 0) b / (q + delta) else 0) + (if (c > 0) c / q else 0) -
      (if (a + d > 0) 2 * (a + d) / (1 - 2 * q - delta) else 0)
    edge <- 1e-13 * (high - low)
    q <- if (slope(low + edge) <= 0) low else if (slope(high - edge) >= 0) high else fine(slope, low + edge, high - edge)
    (b - c - n * delta) / sqrt(n * (2 * q + delta * (1 - delta)))
  }
  at <- (b - c) / n
  lower <- if (at <= -1) -1 else fine(function(x) score(x) - z, -1 + 1e-12, at - 1e-12)
  upper <- if (at >= 1) 1 else fine(function(x) score(x) + z, at + 1e-12, 1 - 1e-12)
  interval(lower, upper)
}

newcombe <- function(a, b, c, d, conf, corrected) {
  n <- a + b + c + d
  w1 <- suppressWarnings(prop.test(a + b, n, conf.level = conf, correct = FALSE)$conf.int)
  w2 <- suppressWarnings(prop.test(a + c, n, conf.level = conf, correct = FALSE)$conf.int)
  p1 <- (a + b) / n; p2 <- (a + c) / n
  margins <- (a + b) * (c + d) * (a + c) * (b + d)
  top <- a * d - b * c
  if (corrected && top > 0) top <- max(0, top - n / 2)
  phi <- if (margins > 0) top / sqrt(margins) else 0
  side <- function(x, y) sqrt(max(0, x^2 - 2 * phi * x * y + y^2))
  interval(p1 - p2 - side(p1 - w1[1], w2[2] - p2), p1 - p2 + side(w1[2] - p1, p2 - w2[1]))
}

binary <- function(a, b, c, d, conf = 0.95) {
  n <- a + b + c + d; m <- b + c
  if (n == 0) {
    none <- interval(NULL, NULL)
    return(members(n = 0, p1 = NULL, p2 = NULL, difference = NULL, mcnemar = members(statistic = NULL, p = NULL),
      exact_p = 1, mid_p = 1, tango = NULL, newcombe_method10 = NULL, wald = NULL, odds_ratio = NULL))
  }
  table <- matrix(c(a, c, b, d), 2)
  test <- function(correct) {
    if (m == 0) return(members(statistic = NULL, p = NULL))
    t <- mcnemar.test(table, correct = correct)
    list(statistic = unname(t$statistic), p = t$p.value)
  }
  z <- qnorm(1 - (1 - conf) / 2)
  half <- z * sqrt(m - (b - c)^2 / n) / n
  exact <- if (m > 0) binom.test(b, m, conf.level = conf) else NULL
  odds <- function(p) p / (1 - p)
  small <- min(b, c)
  list(n = n, p1 = (a + b) / n, p2 = (a + c) / n, difference = (b - c) / n, mcnemar = test(FALSE),
    mcnemar_cc = test(TRUE), exact_p = if (m > 0) exact$p.value else 1,
    mid_p = if (m > 0) 2 * pbinom(small, m, 0.5) - dbinom(small, m, 0.5) else 1,
    wald = interval(max(-1, (b - c) / n - half), min(1, (b - c) / n + half)),
    newcombe_method8 = newcombe(a, b, c, d, conf, FALSE), newcombe_method10 = newcombe(a, b, c, d, conf, TRUE),
    tango = tango(a, b, c, d, conf),
    odds_ratio = if (m > 0) list(estimate = b / c, lower = odds(exact$conf.int[1]), upper = odds(exact$conf.int[2]))
      else members(estimate = NULL, lower = NULL, upper = NULL))
}

binary_case <- function(id, tag, a, b, c, d, conf = 0.95)
  case(id, tag, list(a = a, b = b, c = c, d = d, conf = conf), binary(a, b, c, d, conf), rel = 1e-7, keys = p_keys)

write_cases("paired_binary", "Paired proportions",
  "Paired proportions are compared by McNemar's tests, Tango's and Newcombe's intervals and the exact odds ratio.",
  "mcnemar.test, binom.test, prop.test; Tango by restricted maximum likelihood with uniroot",
  list(
    binary_case("two-models", "typical", 61, 19, 8, 112),
    binary_case("level-90", "typical", 27, 4, 15, 54, 0.9),
    binary_case("small", "small", 2, 3, 1, 1),
    binary_case("one-sided", "degenerate", 5, 7, 0, 11),
    binary_case("all-only-first", "degenerate", 0, 9, 0, 0),
    binary_case("no-discordance", "degenerate", 12, 0, 0, 30),
    binary_case("nobody", "degenerate", 0, 0, 0, 0),
    binary_case("large", "extreme", 81234, 1207, 1011, 916548)))

# Predictive values from one row a call: the score of Leisenring et al. and the delta method by patients.
values <- function(right, wrong, conf) {
  calls <- function(cells, y) data.frame(y = y, one = rep(c(1, 1, 0), cells[1:3]), two = rep(c(1, 0, 1), cells[1:3]))
  x <- rbind(calls(right, 1), calls(wrong, 0))
  m1 <- sum(x$one); m2 <- sum(x$two)
  none <- members(statistic = NULL, p = NULL)
  if (m1 == 0 || m2 == 0) return(members(
    test1 = if (m1 > 0) sum(x$one * x$y) / m1, test2 = if (m2 > 0) sum(x$two * x$y) / m2, difference = NULL,
    generalized_score = none, weighted_generalized_score = none,
    ratio = members(estimate = NULL, lower = NULL, upper = NULL, p = NULL)))
  p1 <- sum(x$one * x$y) / m1; p2 <- sum(x$two * x$y) / m2
  pooled <- (sum(x$one * x$y) + sum(x$two * x$y)) / (m1 + m2)
  share <- m2 / (m1 + m2)
  s <- (x$y - pooled) * (x$one * (0 - share) + x$two * (1 - share))
  both <- x$one == 1 & x$two == 1
  cc <- sum((x$y[both] - pooled)^2) / (m1 + m2)
  chi <- function(statistic) list(statistic = statistic, p = pchisq(statistic, 1, lower.tail = FALSE))
  z <- qnorm(1 - (1 - conf) / 2)
  se <- sqrt(sum((x$one * (x$y - p1) / (m1 * p1) - x$two * (x$y - p2) / (m2 * p2))^2))
  moved <- any(!both) && p1 > 0 && p2 > 0 && p1 < 1
  ratio <- if (moved) list(estimate = p1 / p2, lower = p1 / p2 * exp(-z * se), upper = p1 / p2 * exp(z * se),
                           p = 2 * pnorm(-abs(log(p1 / p2)) / se))
    else members(estimate = p1 / p2, lower = NULL, upper = NULL, p = NULL)
  list(test1 = p1, test2 = p2, difference = p1 - p2,
    generalized_score = if (moved) chi(sum(s)^2 / sum(s^2)) else none,
    weighted_generalized_score =
      if (moved) chi((p1 - p2)^2 / ((pooled * (1 - pooled) - 2 * cc) * (1 / m1 + 1 / m2))) else none,
    ratio = ratio)
}

accuracy <- function(cells) {
  n <- sum(cells); m <- cells[2] + cells[3]
  table <- matrix(c(cells[1], cells[3], cells[2], cells[4]), 2)
  t <- if (m > 0) mcnemar.test(table, correct = FALSE)
  members(test1 = (cells[1] + cells[2]) / n, test2 = (cells[1] + cells[3]) / n, difference = (cells[2] - cells[3]) / n,
    mcnemar = members(statistic = if (m > 0) unname(t$statistic), p = if (m > 0) t$p.value,
                      exact_p = if (m > 0) binom.test(cells[2], m)$p.value else 1))
}

diagnostic_case <- function(id, tag, dis, non, conf = 0.95) {
  named <- function(x) setNames(as.list(x), c("a", "b", "c", "d"))
  turned <- function(x) x[c(4, 3, 2, 1)]
  sens <- accuracy(dis); spec <- accuracy(turned(non))
  one <- sens$mcnemar$statistic; other <- spec$mcnemar$statistic
  sum <- if (!is.null(one) && !is.null(other)) one + other
  expected <- list(sensitivity = sens, specificity = spec,
    joint = members(statistic = sum, df = 2, p = if (!is.null(sum)) pchisq(sum, 2, lower.tail = FALSE)),
    ppv = values(dis, non, conf), npv = values(turned(non), turned(dis), conf))
  case(id, tag, list(diseased = named(dis), nondiseased = named(non), conf = conf), expected, keys = p_keys)
}

write_cases("paired_diagnostic", "Two tests in the same patients",
  "Two tests in the same patients are compared by sensitivity, specificity and both predictive values.",
  "mcnemar.test, binom.test; scores of Leisenring et al. and Kosinski and the delta method over single patients",
  list(
    diagnostic_case("two-models", "typical", c(41, 13, 6, 10), c(12, 31, 14, 273)),
    diagnostic_case("level-90", "typical", c(120, 9, 17, 24), c(25, 11, 40, 354), 0.9),
    diagnostic_case("small", "small", c(4, 1, 2, 1), c(1, 2, 1, 6)),
    diagnostic_case("same-test", "degenerate", c(14, 0, 0, 6), c(5, 0, 0, 31)),
    diagnostic_case("second-never-positive", "degenerate", c(0, 5, 0, 4), c(0, 2, 0, 20)),
    diagnostic_case("large", "extreme", c(2200, 410, 395, 1002), c(1540, 2300, 2190, 60110))))

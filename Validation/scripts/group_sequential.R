# Cases of group-sequential boundaries. Up to three looks by the bivariate and trivariate normal probabilities of
# mvtnorm (TVPACK, good to 1e-14); more looks by rpact, whose own error is about 5e-7.
source("cases.R")
suppressMessages({ library(mvtnorm); library(rpact) })

spent <- function(kind, alpha, t, parameter) switch(kind,
  obf = 2 * pnorm(qnorm(alpha / 2) / sqrt(t)),
  pocock = alpha * log(1 + (exp(1) - 1) * t),
  kim_demets = alpha * t^parameter,
  hsd = alpha * (1 - exp(-parameter * t)) / (1 - exp(-parameter)))

# P(below every boundary) of the first k looks, at a drift.
inside <- function(bounds, t, drift = 0) {
  k <- length(bounds)
  if (k == 1) return(pnorm(bounds - drift * sqrt(t)))
  correlation <- outer(t, t, function(s, u) sqrt(pmin(s, u) / pmax(s, u)))
  as.numeric(pmvnorm(upper = bounds - drift * sqrt(t), corr = correlation, algorithm = TVPACK(abseps = 1e-15)))
}

exact_bounds <- function(kind, alpha, t, parameter) {
  if (kind %in% c("wt_obf", "wt_pocock")) {
    shape <- if (kind == "wt_obf") sqrt(t[length(t)] / t) else rep(1, length(t))
    f <- function(c) 1 - inside(c * shape, t) - alpha
    return(uniroot(f, qnorm(alpha / c(1, length(t)), lower.tail = FALSE), tol = 1e-14)$root * shape)
  }
  target <- spent(kind, alpha, t, parameter)
  bounds <- qnorm(target[1], lower.tail = FALSE)
  for (k in seq_along(t)[-1]) {
    f <- function(c) 1 - inside(c(bounds, c), t[1:k]) - target[k]
    bounds <- c(bounds, uniroot(f, c(0, 10), tol = 1e-14)$root)
  }
  bounds
}

sequential_case <- function(id, tag, kind, t, alpha = 0.025, parameter = NULL, drift = 3) {
  bounds <- exact_bounds(kind, alpha, t, parameter)
  kept <- vapply(seq_along(t), function(k) inside(bounds[1:k], t[1:k]), 0)
  stay <- c(1, vapply(seq_along(t), function(k) inside(bounds[1:k], t[1:k], drift), 0))
  exits <- -diff(stay)
  case(id, tag, members(spending = kind, alpha_one_sided = alpha, information = many(t), parameter = parameter, drift = drift),
    list(critical_z = many(bounds), nominal_p_one_sided = many(pnorm(bounds, lower.tail = FALSE)),
         alpha_spent = many(1 - kept), power_at_drift = sum(exits), exit_probabilities_at_drift = many(exits),
         expected_information_at_drift = sum(exits * t) + (1 - sum(exits)) * t[length(t)]),
    rel = 1e-11, abs = 1e-13)
}

rpact_case <- function(id, tag, kind, t, alpha = 0.025, parameter = NULL, drift = 3) {
  type <- c(obf = "asOF", pocock = "asP", kim_demets = "asKD", hsd = "asHSD", wt_obf = "OF", wt_pocock = "P")[[kind]]
  arguments <- list(kMax = length(t), alpha = alpha, sided = 1, informationRates = t, typeOfDesign = type)
  if (!is.null(parameter)) arguments$gammaA <- parameter
  design <- do.call(getDesignGroupSequential, arguments)
  power <- getPowerAndAverageSampleNumber(design, theta = drift / 10, nMax = 100)
  case(id, tag, members(spending = kind, alpha_one_sided = alpha, information = many(t), parameter = parameter, drift = drift),
    list(critical_z = many(design$criticalValues), nominal_p_one_sided = many(design$stageLevels),
         alpha_spent = many(design$alphaSpent), power_at_drift = as.numeric(power$overallReject),
         expected_information_at_drift = as.numeric(power$averageSampleNumber) / 100),
    rel = 2e-6, abs = 2e-6)
}

write_cases("group_sequential", "Group-sequential boundaries",
            "Boundaries of interim analyses keep the one-sided level exactly, and power and length follow from them.",
            "mvtnorm::pmvnorm(TVPACK) up to three looks, rpact::getDesignGroupSequential beyond", list(
  sequential_case("obf-three-looks", "typical", "obf", c(0.5, 0.75, 1)),
  sequential_case("pocock-uneven", "typical", "pocock", c(0.3, 0.65, 1), alpha = 0.05, drift = 2.5),
  sequential_case("hsd", "typical", "hsd", c(0.4, 0.8, 1), parameter = -2, drift = 3.3),
  sequential_case("kim-demets", "typical", "kim_demets", c(0.6, 1), parameter = 2),
  sequential_case("constant", "typical", "wt_obf", c(1 / 3, 2 / 3, 1)),
  sequential_case("looks-close", "extreme", "wt_pocock", c(0.5, 0.501, 1), drift = 1),
  rpact_case("obf-six-looks", "extreme", "obf", c(0.2, 0.35, 0.5, 0.7, 0.9, 1)),
  rpact_case("obf-constant-five", "extreme", "wt_obf", c(0.2, 0.4, 0.6, 0.8, 1), alpha = 0.005),
  sequential_case("one-look", "small", "pocock", c(1)),
  sequential_case("no-effect", "degenerate", "obf", c(0.5, 1), drift = 0)
))

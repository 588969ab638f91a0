# Times survival on the files that StatisticsBenchmark wrote: Rscript survival.R FOLDER
suppressMessages(library(survival))
folder <- commandArgs(TRUE)[1]

column <- function(name, n) readBin(file.path(folder, paste0(name, "-", n)), "double", n)

measure <- function(analysis, n, repeats, compute) {
  value <- NULL
  times <- replicate(repeats, system.time(value <<- compute())[["elapsed"]])
  cat(sprintf("%s,%d,R survival,%g,%.17g\n", analysis, n, median(times), value))
}

n <- 1000000L
time <- column("times", n); event <- column("events", n); risk <- column("risks", n)
group <- as.integer(risk > 0)
followed <- Surv(time, event)

measure("kaplan_meier", n, 3, function()
  summary(survfit(followed ~ 1, conf.type = "log-log"), times = 1)$lower)
measure("logrank", n, 3, function() survdiff(followed ~ group)$chisq)
measure("concordance", n, 3, function() {
  fit <- concordance(followed ~ risk, reverse = TRUE)
  fit$concordance - qnorm(0.975) * sqrt(fit$var)
})

# Times pROC on the files that StatisticsBenchmark wrote: Rscript discrimination.R FOLDER
suppressMessages(library(pROC))
folder <- commandArgs(TRUE)[1]

column <- function(name, n) readBin(file.path(folder, paste0(name, "-", n)), "double", n)

measure <- function(analysis, n, repeats, compute) {
  value <- NULL
  times <- replicate(repeats, system.time(value <<- compute())[["elapsed"]])
  cat(sprintf("%s,%d,R pROC,%g,%.17g\n", analysis, n, median(times), value))
}

curve <- function(labels, scores) roc(labels, scores, levels = c(0, 1), direction = "<", quiet = TRUE)

n <- 1000000L
labels <- column("labels", n); scores <- column("scores", n)
measure("auroc_delong", n, 3, function() ci.auc(curve(labels, scores), method = "delong")[1])

n <- 100000L
labels <- column("labels", n); scores <- column("scores", n); others <- column("others", n)
measure("auroc_paired_delong", n, 3, function()
  roc.test(curve(labels, scores), curve(labels, others), method = "delong", paired = TRUE)$statistic)

n <- 20000L
labels <- column("labels", n); scores <- column("scores", n)
set.seed(42)
measure("auroc_bootstrap_2000", n, 1, function() {
  ci <- ci.auc(curve(labels, scores), method = "bootstrap", boot.n = 2000, progress = "none")
  (ci[3] - ci[1]) / (2 * qnorm(0.975))
})

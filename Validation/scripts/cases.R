# Writes reference cases in the layout that `stratum validate` reads. Sourced by the scripts beside it, each of which
# makes the cases of one chapter with the tools that it names:
#
#   cd Validation/scripts && Rscript yield.R
#
# A vector of one is a number; many(x) makes it a list. NULL and NA are null: not estimable. Doubles keep all digits.

many <- function(x) structure(as.list(x), class = "many")

interval <- function(lower, upper) list(lower = lower, upper = upper)

json <- function(x) {
  if (is.null(x)) return("null")
  if (inherits(x, "many")) return(paste0("[", paste(vapply(unclass(x), json, ""), collapse = ","), "]"))
  if (is.matrix(x)) return(paste0("[", paste(apply(x, 1, function(row) json(many(row))), collapse = ","), "]"))
  if (is.list(x)) {
    if (is.null(names(x))) return(paste0("[", paste(vapply(x, json, ""), collapse = ","), "]"))
    return(paste0("{", paste(paste0(vapply(names(x), json, ""), ":", vapply(x, json, "")), collapse = ","), "}"))
  }
  if (length(x) != 1) return(json(many(x)))
  if (is.character(x)) return(paste0("\"", gsub("([\"\\\\])", "\\\\\\1", x), "\""))
  if (is.na(x)) return("null")
  if (is.logical(x)) return(if (x) "true" else "false")
  if (is.infinite(x)) return(if (x > 0) "\"Infinity\"" else "\"-Infinity\"")
  short <- sprintf("%.15g", x)
  if (as.numeric(short) == x) short else sprintf("%.17g", x)
}

# Keeps a member that is NULL, unlike list(): a null in what is expected.
members <- function(...) {
  values <- list(...)
  for (name in names(values)) if (is.null(values[[name]])) values[name] <- list(NULL)
  values
}

case <- function(id, tag, input, expected, rel = 1e-8, abs = 1e-10, keys = NULL) {
  tolerance <- list(rel = rel, abs = abs)
  if (!is.null(keys)) tolerance$keys <- keys
  list(id = id, tag = tag, input = input, expected = expected, tolerance = tolerance)
}

# The tolerance of p-values, which lie anywhere below 1.
loose_p <- list(p = list(rel = 1e-6, abs = 1e-14))

# One file a method. `requirement` is the sentence that the cases show to be met, `tool` the call that made the values.
write_cases <- function(method, title, requirement, tool, cases) {
  head <- json(list(method = method, title = title, requirement = requirement,
                    tool = paste0(R.version.string, "; ", tool)))
  text <- paste0(sub("}$", "", head), ",\"cases\":[\n", paste(vapply(cases, json, ""), collapse = ",\n"), "\n]}")
  writeLines(text, file.path("..", "cases", paste0(method, ".json")))
}

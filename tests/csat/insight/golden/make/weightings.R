# Makes ../intervals_weightings.json:  Rscript tests/csat/insight/golden/make/weightings.R   (from the repository)
library(survey)
library(jsonlite)
set.seed(11)
k <- 14
data <- data.frame(account = rep(seq_len(k), times = rep(c(1, 2, 3, 5), length.out = k)))
data$role <- sample(c("buyer", "user", "finance"), nrow(data), replace = TRUE, prob = c(.6, .3, .1))
revenue <- round(exp(rnorm(k, 10, 1.2)))
data$points <- round(pmin(100, pmax(0, rnorm(k, 70, 9)[data$account] + rnorm(nrow(data), 0, 12))), 1)
data$by_role <- as.numeric(1 / table(data$role)[data$role])
data$by_revenue <- revenue[data$account] / as.numeric(table(data$account)[data$account])
data$by_person <- 1
design <- as.svrepdesign(svydesign(ids = ~account, weights = ~1, data = data), type = "JK1")
mean_of <- function(name) function(w, d) sum(w * d[[name]] * d$points) / sum(w * d[[name]])
less_person <- function(name) function(w, d) mean_of(name)(w, d) - sum(w * d$points) / sum(w)
told <- function(f, level) {
  found <- withReplicates(design, f)
  error <- as.numeric(SE(found)); at <- as.numeric(coef(found)); reach <- qt((1 + level) / 2, k - 1) * error
  list(estimate = at, low = at - reach, high = at + reach)
}
n_eff <- function(w) sum(w)^2 / sum(w^2)
expected <- lapply(c("by_person", "by_role", "by_revenue"), function(name) {
  row <- list(mean = told(mean_of(name), .95), n_eff = n_eff(data[[name]]))
  if (name != "by_person") row$difference <- told(less_person(name), .975)
  row
})
write_json(list(
  source = "R survey: replicate weights JK1 by account",
  call = "withReplicates(as.svrepdesign(svydesign(ids = ~account, weights = ~1), type = 'JK1'), mean and difference); t with k-1",
  versions = list(R = as.character(getRversion()), survey = as.character(packageVersion("survey"))),
  input = as.list(data[c("account", "points", "by_role", "by_revenue")]),
  expected = expected
), "tests/csat/insight/golden/intervals_weightings.json", auto_unbox = TRUE, digits = NA)

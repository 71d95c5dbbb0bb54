# Makes intervals_*.json: clustered, weighted, post-stratified and raked means by survey, shares by prop.test.
# Run from the root of the repository: Rscript tests/csat/insight/golden/make/intervals.R
suppressMessages(library(survey))
library(jsonlite)
save <- function(golden, name) {
  golden$versions <- list(R = as.character(getRversion()), survey = as.character(packageVersion("survey")))
  writeLines(toJSON(golden, auto_unbox = TRUE, digits = 15, na = "null"), paste0("tests/csat/insight/golden/", name, ".json"))
}
set.seed(3)
k <- 24
size <- sample(2:9, k, TRUE)
d <- data.frame(account = rep(1:k, size))
n <- nrow(d)
revenue <- round(exp(rnorm(k, 10, 1.2)))
d$revenue <- revenue[d$account]
d$role <- sample(0:3, n, TRUE, c(.5, .3, .15, .05))
d$region <- sample(0:1, n, TRUE, c(.7, .3))
d$points <- round(pmin(100, pmax(0, 70 + rnorm(k, 0, 8)[d$account] - 6 * (d$role == 1) + rnorm(n, 0, 14))), 1)
d$top <- as.integer(d$points >= 70)

# --- Clustered mean, per respondent and by revenue
plain <- svymean(~points, svydesign(ids = ~account, weights = ~1, data = d))
d$w <- d$revenue / ave(d$points, d$account, FUN = length)
money <- svymean(~points, svydesign(ids = ~account, weights = ~w, data = d))
limits <- confint(plain, df = k - 1)
save(list(
  source = "survey::svymean of a one-stage cluster sample",
  call = "svymean(~points, svydesign(ids = ~account, weights = ~1 or ~revenue/n)); confint(df = k - 1)",
  input = list(account = d$account, points = d$points, revenue = d$revenue),
  expected = list(mean = coef(plain)[[1]], error = SE(plain)[[1]], low = limits[1], high = limits[2],
                  revenue_mean = coef(money)[[1]], revenue_error = SE(money)[[1]])
), "intervals_clustered")

# --- Top box: design effect and Wilson of the effective n
box <- svymean(~top, svydesign(ids = ~account, weights = ~1, data = d))
p <- coef(box)[[1]]
effect <- SE(box)[[1]]^2 / (p * (1 - p) / n)
effective <- n / effect * (qnorm(.975) / qt(.975, k - 1))^2
wilson <- suppressWarnings(prop.test(p * effective, effective, correct = FALSE))$conf.int
save(list(
  source = "survey::svymean of 0 and 1, prop.test(correct = FALSE) of n_eff (z / t)^2 answers",
  call = "prop.test(p * n_eff, n_eff, correct = FALSE)$conf.int",
  input = list(account = d$account, top = d$top),
  expected = list(share = p, design_effect = effect, low = wilson[1], high = wilson[2])
), "intervals_top_box")

# --- Post-stratified and raked
roles <- c(260, 310, 90, 20)
regions <- c(400, 280)
base <- svydesign(ids = ~account, weights = ~1, data = d)
post <- postStratify(base, ~role, data.frame(role = 0:3, Freq = roles))
raked <- rake(base, list(~role, ~region), list(data.frame(role = 0:3, Freq = roles), data.frame(region = 0:1, Freq = regions)),
              control = list(maxit = 500, epsilon = 1e-12))
kish <- function(w) sum(w)^2 / sum(w^2)
found <- function(design) {
  m <- svymean(~points, design)
  list(mean = coef(m)[[1]], error = SE(m)[[1]], n_eff = kish(weights(design)), weights = unname(weights(design)))
}
save(list(
  source = "survey::postStratify and survey::rake",
  call = "svymean(~points, postStratify(design, ~role, ...)); svymean(~points, rake(design, list(~role, ~region), ...))",
  input = list(account = d$account, role = d$role, region = d$region, points = d$points, roles = roles, regions = regions),
  expected = list(post = found(post), raked = found(raked), plain_error = SE(plain)[[1]])
), "intervals_post_stratified")

# --- Respondents' index: weighted.mean over what was answered
answers <- matrix(sample(c(1:10, NA), 60 * 6, TRUE), 60)
weight <- c(3, 2, 2, 1, 1, 1)
index <- apply(answers, 1, function(x) {
  if (sum(weight[!is.na(x)]) < sum(weight) / 2) return(NA)
  weighted.mean(100 * (x - 1) / 9, weight, na.rm = TRUE)
})
save(list(
  source = "R's weighted.mean over the answered attributes", call = "weighted.mean(100 * (x - 1) / 9, w, na.rm = TRUE)",
  input = list(answers = answers, weights = weight), expected = list(points = index)
), "intervals_csi")

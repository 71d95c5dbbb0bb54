# Makes explaining_decomposition.json and explaining_differences_*.json with base R: data frames and loops for the
# parts of a change, t.test and dense matrices over all dummies (no absorbed effects) for CR2 errors.
# Run from the root of the repository: Rscript tests/csat/insight/golden/make/explaining.R
library(jsonlite)
folder <- "tests/csat/insight/golden/"
save <- function(golden, name) writeLines(toJSON(golden, auto_unbox = TRUE, digits = 15, na = "null"), paste0(folder, name, ".json"))
versions <- list(R = as.character(getRversion()))

# --- Why a score changed
set.seed(11)
attributes <- c("quality", "delivery", "service", "price")
make <- function(people, shift, weights) {
  k <- length(people)
  points <- matrix(round(pmin(100, pmax(0, 68 + 6 * sin(people %/% 4) + rep(shift, each = k) + 12 * matrix(rnorm(k * 4), k)))), k)
  points[matrix(runif(k * 4) < 0.15, k)] <- NA
  list(persons = people, accounts = people %/% 4, roles = ifelse(people %% 4 == 0, "buyer", "user"),
       points = points, weights = weights, masses = round(1 + 2 * runif(k), 2))
}
before <- make(sort(sample(0:47, 34)), c(0, 0, 0, 0), c(3, 2, 2, 1))
after <- make(sort(sample(0:47, 30)), c(-8, -3, 0, 0), c(2, 2, 3, 1))
index <- function(x, w) { there <- !is.na(x); if (sum(w[there]) < 0.5 * sum(w)) NA else sum(w[there] * x[there]) / sum(w[there]) }
share <- function(x, w) { there <- !is.na(x); ifelse(there, w, 0) / sum(w[there]) }
with_weights <- function(before, after, w, fixed = NULL) {
  y0 <- apply(before$points, 1, index, w = w); y1 <- apply(after$points, 1, index, w = w)
  ok0 <- !is.na(y0); ok1 <- !is.na(y1)
  H0 <- weighted.mean(y0[ok0], before$masses[ok0]); H1 <- weighted.mean(y1[ok1], after$masses[ok1])
  both <- intersect(before$persons[ok0], after$persons[ok1])
  i0 <- match(both, before$persons); i1 <- match(both, after$persons)
  q0 <- before$masses[i0] / sum(before$masses[i0]); q1 <- after$masses[i1] / sum(after$masses[i1])
  M0 <- sum(q0 * y0[i0]); M1 <- sum(q1 * y1[i1])
  judged <- numeric(4)
  for (p in seq_along(both)) {
    b <- (share(before$points[i0[p], ], w) + share(after$points[i1[p], ], w)) / 2
    change <- after$points[i1[p], ] - before$points[i0[p], ]
    judged <- judged + (q0[p] + q1[p]) / 2 * ifelse(is.na(change), 0, b * change)
  }
  within <- sum((q0 + q1) / 2 * (y1[i1] - y0[i0]))
  came <- ok1 & !(after$persons %in% both); left <- ok0 & !(before$persons %in% both)
  # How many others there were stays fixed when an account is left out; what they think does not.
  pi <- list(came = sapply(c("buyer", "user"), function(r) sum(after$masses[came & after$roles == r]) / sum(after$masses[ok1])),
             left = sapply(c("buyer", "user"), function(r) sum(before$masses[left & before$roles == r]) / sum(before$masses[ok0])))
  if (is.null(fixed)) fixed <- pi
  gap <- function(y, m, rows, M) if (any(rows)) weighted.mean(y[rows], m[rows]) - M else 0
  role <- function(r) fixed$came[[r]] * gap(y1, after$masses, came & after$roles == r, M1) - fixed$left[[r]] * gap(y0, before$masses, left & before$roles == r, M0)
  list(fixed = pi, parts = c(before = H0, after = H1, judged = judged, answered = within - sum(judged), shares = M1 - M0 - within,
    newcomers = sum(fixed$came) * gap(y1, after$masses, came, M1), leavers = -sum(fixed$left) * gap(y0, before$masses, left, M0),
    buyer = role("buyer"), user = role("user")))
}
fixed <- list(with_weights(before, after, before$weights)$fixed, with_weights(before, after, after$weights)$fixed)
explain <- function(before, after) {
  a <- with_weights(before, after, before$weights, fixed[[1]])$parts; b <- with_weights(before, after, after$weights, fixed[[2]])$parts
  mean <- (a + b) / 2
  all <- c(mean[-(1:2)], change = unname(b["after"] - a["before"]),
           weights = unname((b["before"] - a["before"] + b["after"] - a["after"]) / 2))
  c(all, same_people = sum(all[1:4]), who_answered = unname(all["answered"] + all["shares"] + all["newcomers"] + all["leavers"]))
}
without <- function(x, a) { keep <- x$accounts != a; list(persons = x$persons[keep], accounts = x$accounts[keep], roles = x$roles[keep], points = x$points[keep, , drop = FALSE], weights = x$weights, masses = x$masses[keep]) }
estimate <- explain(before, after)
accounts <- sort(unique(c(before$accounts, after$accounts)))
loo <- sapply(accounts, function(a) explain(without(before, a), without(after, a)))
k <- length(accounts)
error <- sqrt((k - 1) / k * rowSums((loo - rowMeans(loo))^2))
save(list(source = "base R, one person and one left-out account at a time", call = "explain(before, after); see make/explaining.R",
          versions = versions, input = list(before = before, after = after, attributes = attributes),
          expected = list(estimate = as.list(estimate), error = as.list(error), accounts = k)), "explaining_decomposition")

# --- Difference in differences: CR2 with all dummies, Satterthwaite and Hotelling T^2 by definition
cr2 <- function(X, y, cluster, C) {
  keep <- qr(X)$pivot[seq_len(qr(X)$rank)]; keep <- sort(keep); X <- X[, keep]; C <- C[, keep, drop = FALSE]
  B <- solve(crossprod(X)); b <- B %*% t(X) %*% y; e <- y - X %*% b
  M <- diag(nrow(X)) - X %*% B %*% t(X)
  groups <- split(seq_along(y), cluster)
  power <- function(S, p) { g <- eigen(S, symmetric = TRUE); v <- ifelse(g$values > 1e-10, pmax(g$values, 1e-10)^p, 0); g$vectors %*% (v * t(g$vectors)) }
  A <- lapply(groups, function(i) power(M[i, i], -0.5))
  meat <- Reduce(`+`, Map(function(i, a) tcrossprod(t(X[i, , drop = FALSE]) %*% a %*% e[i]), groups, A))
  V <- C %*% B %*% meat %*% B %*% t(C)
  R <- power(C %*% B %*% t(C), -0.5)
  g <- lapply(seq_len(nrow(C)), function(s) Map(function(i, a) a %*% X[i, , drop = FALSE] %*% B %*% t(C) %*% R[, s], groups, A))
  P <- function(s, t) outer(seq_along(groups), seq_along(groups), Vectorize(function(i, j) drop(t(g[[s]][[i]]) %*% M[groups[[i]], groups[[j]]] %*% g[[t]][[j]])))
  q <- nrow(C); total <- 0
  for (s in 1:q) for (t in 1:q) total <- total + sum(P(s, s) * P(t, t)) + sum(P(s, t) * P(t, s))
  eta <- q * (q + 1) / total
  Q <- drop(t(C %*% b) %*% solve(V) %*% (C %*% b))
  list(estimate = drop(C %*% b), error = sqrt(diag(V)), freedom = eta, p = if (q == 1) 2 * pt(-sqrt(Q), eta) else pf((eta - q + 1) / (eta * q) * Q, q, eta - q + 1, lower.tail = FALSE))
}
panel <- function(name, N, T, treated, start, gaps, seed) {
  set.seed(seed)
  y <- 70 + 8 * rnorm(N) + rep(2 * rnorm(T), each = N) + matrix(5 * rnorm(N * T), N)
  group <- seq_len(N) <= treated
  y[group, (start + 1):T] <- y[group, (start + 1):T] + 4
  y <- round(y, 2)
  if (gaps > 0) y[matrix(runif(N * T) < gaps, N)] <- NA
  long <- data.frame(y = as.vector(y), account = rep(seq_len(N), T), month = rep(seq_len(T), each = N))
  long$D <- group[long$account] * (long$month > start)
  span <- (long$month - 1 - start) %/% 3
  others <- setdiff(sort(unique(span)), -1)
  events <- sapply(others, function(b) group[long$account] * (span == b)); colnames(events) <- paste0("e", others)
  there <- !is.na(long$y); long <- long[there, ]; events <- events[there, ]
  effects <- model.matrix(~ factor(account) + factor(month), long)
  X <- cbind(D = long$D, effects)
  plain <- cr2(X, long$y, long$account, matrix(c(1, rep(0, ncol(X) - 1)), 1))
  X <- cbind(events, effects)
  before <- which(others < 0)
  C <- matrix(0, length(before), ncol(X)); C[cbind(seq_along(before), before)] <- 1
  joint <- cr2(X, long$y, long$account, C)
  at <- c(others[before], -1); drift <- matrix(0, 1, ncol(X)); drift[1, before] <- ((at - mean(at)) / sum((at - mean(at))^2))[seq_along(before)]
  drift <- cr2(X, long$y, long$account, drift)
  expected <- list(plain = plain, joint_p = joint$p, drift_p = drift$p, drift = drift$estimate / 3, pre_trend_p = min(1, 2 * min(joint$p, drift$p)))
  if (gaps == 0) {
    d <- rowMeans(y[, (start + 1):T]) - rowMeans(y[, 1:start])
    w <- t.test(d[group], d[!group])
    expected$welch <- list(estimate = unname(w$estimate[1] - w$estimate[2]), error = w$stderr)
    base <- rowMeans(scale(y[, 1:start], scale = FALSE)); last <- rowMeans(scale(y[, 1:start], scale = FALSE)[, (start - 2):start]) - base
    expected$adjusted <- unname(coef(lm(d ~ group + base + last))[2])
  }
  save(list(source = "base R: t.test and dense matrices, Bell and McCaffrey (2002), Tipton and Pustejovsky (2015)",
            call = "cr2(cbind(D, model.matrix(~ factor(account) + factor(month))), y, account, C); see make/explaining.R", versions = versions,
            input = list(outcome = lapply(seq_len(N), function(i) y[i, ]), treated = group, start = start), expected = expected), name)
}
panel("explaining_differences_full", 24, 15, 8, 9, 0, 5)
panel("explaining_differences_gaps", 20, 12, 7, 6, 0.3, 6)

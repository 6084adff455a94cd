/**
 * ECS, on a laptop: starts the processes of the suite, keeps them running, scales them and stops them.
 *
 * <p>The way through: {@link io.tradepath.suite.Main} reads a {@link io.tradepath.suite.Command};
 * {@link io.tradepath.suite.SuitePlan} says, as a pure function of it, which processes there are and how each is
 * started; {@link io.tradepath.suite.Suite} starts the plan, a {@link io.tradepath.suite.SupervisedProcess} each, waits
 * until the suite answers through the gateway, and afterwards changes the plan when it is asked to scale.
 * {@link io.tradepath.suite.Programs} unpacks the jars and makes their AOT caches by a training run of the whole suite.
 *
 * <p>The supervisor runs for as long as the suite and must stay small, so it uses the JDK alone.
 */
@NullMarked
package io.tradepath.suite;

import org.jspecify.annotations.NullMarked;

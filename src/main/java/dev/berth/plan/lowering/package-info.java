/**
 * How the changes of a plan are made: to operations and the order between them. Pure, as {@code
 * plan} is.
 */
@NullMarked
package dev.berth.plan.lowering;

import org.jspecify.annotations.NullMarked;

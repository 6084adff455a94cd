/**
 * Reads the load balancers, listeners, rules and target groups out of CloudFormation templates.
 *
 * <p>{@link io.tradepath.alb.template.TemplateReader} is the way in. A template is parsed into nodes that know their
 * line, its intrinsic functions are evaluated only where a property is asked for, and whatever is wrong, or is not
 * emulated, becomes a {@link io.tradepath.alb.template.Finding} with file, line, resource and property.
 */
@NullMarked
package io.tradepath.alb.template;

import org.jspecify.annotations.NullMarked;

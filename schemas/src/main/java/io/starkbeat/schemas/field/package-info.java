/// The field table: every canonical field of a node with its names, kind, unit, range and group, and the values they hold.
@NullMarked
package io.starkbeat.schemas.field;

import org.jspecify.annotations.NullMarked;

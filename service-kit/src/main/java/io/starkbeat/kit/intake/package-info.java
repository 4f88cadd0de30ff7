/// What becomes of records that are not what their topic carries: counted, and passed over.
@NullMarked
package io.starkbeat.kit.intake;

import org.jspecify.annotations.NullMarked;

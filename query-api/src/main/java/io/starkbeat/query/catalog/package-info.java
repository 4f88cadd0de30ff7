/// What requests are answered from: an index of prepared answers, built only from the store.
@NullMarked
package io.starkbeat.query.catalog;

import org.jspecify.annotations.NullMarked;

/// The API's page for people, made from its OpenAPI document.
@NullMarked
package io.starkbeat.query.docs;

import org.jspecify.annotations.NullMarked;

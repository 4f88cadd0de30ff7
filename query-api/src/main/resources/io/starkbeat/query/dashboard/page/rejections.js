/** What an operator can do about each reason, beyond what the server says of the one case. */
const ADVICE = {
  empty: 'Send a JSON object in each frame.',
  not_utf8: 'Send text frames in UTF-8.',
  not_json: 'Check the node’s JSON at the byte that is named.',
  not_an_object: 'Send an object, or an array of objects.',
  too_deep: 'Send the report flat.',
  too_large: 'Send less at a time: only what has changed.',
  too_many_reports: 'Send fewer reports in one array.',
  nothing_known: 'Use the names of the specification’s fields.',
  field_unfit: 'Send this field in its type and unit; the rest of the message was taken.',
  peer_id_invalid: 'Send the libp2p peer id in base58; until then this session has no name.',
  peer_id_changed: 'A session keeps its peer id. Connect anew for another.',
  too_many_peer_ids: 'Too many nodes report from this address.',
  extensions_too_large: 'Send fewer unknown keys; the rest of the message was taken.',
};

/** @param {string} reason as the API has it */
export const adviceOn = (reason) => ADVICE[reason] ?? '';

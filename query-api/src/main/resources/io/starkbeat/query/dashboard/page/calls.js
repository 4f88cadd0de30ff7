/** Calls that ask this server about one node, to be pasted into a shell. @param {string} nodeId */
export function callsAbout(nodeId) {
  const api = `${location.origin}/api/nodes`;
  const id = encodeURIComponent(nodeId);
  const rpc = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'nodeData_getNode', params: [nodeId] });
  return [
    { label: 'Everything known', call: `curl ${quoted(`${api}/${id}`)}` },
    { label: 'What was rejected lately', call: `curl ${quoted(`${api}/${id}/rejected`)}` },
    { label: 'Follow its changes', call: `curl -N ${quoted(`${api}/stream?q=${id}`)}` },
    { label: 'By JSON-RPC', call: `curl ${quoted(`${location.origin}/node-data-api`)} -H 'Content-Type: application/json' -d ${quoted(rpc)}` },
  ];
}

/** Quoted for a shell. @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

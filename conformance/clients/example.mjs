#!/usr/bin/env node
// A client of the protocol in JavaScript, to start your own from: a request a line comes in, a reply a line goes out.
// It knows one call, System.remark, and one function; everything else it calls unsupported, which is counted apart.
// Run it: tao-spec run --client "node conformance/clients/example.mjs" conformance/vectors
import { createInterface } from "node:readline";

let state = {};
const REMARK = "0x0000"; // the indices of the pallet and of the call, the first two bytes of every encoded call

const answers = {
  hello: () => ({ client: "example-js", version: "1.0", revisions: [306] }),
  load: (request) => ((state = request.state), { ok: true }),
  dump: () => ({ state }),
  step: ({ step }) =>
    step.encoded?.startsWith(REMARK)
      ? { result: "ok", events: [], changes: {} }
      : { unsupported: step.call ? `${step.call.pallet}.${step.call.name}` : "blocks" },
  eval: ({ function: name, args }) => {
    if (name !== "fixed.U64F64.saturating_sub") return { unsupported: name };
    const difference = BigInt(args[0]) - BigInt(args[1]);
    return { result: String(difference < 0n ? 0n : difference) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.op === "exit") break;
  const answer = answers[request.op] ?? (() => ({ unsupported: request.op }));
  console.log(JSON.stringify(answer(request)));
}

// Verifies requests by the library of Standard Webhooks: node webhook.js, with a line of JSON on the input for each (secret, headers, body in base64), and a line on the output: ok, or why not.
const readline = require("readline");
const { Webhook } = require("standardwebhooks");

readline.createInterface({ input: process.stdin }).on("line", line => {
  const { secret, headers, body } = JSON.parse(line);
  try {
    new Webhook(secret).verify(Buffer.from(body, "base64"), headers);
    console.log("ok");
  } catch (refusal) {
    console.log(refusal.message);
  }
});

// An S3 server for tests: node s3.js PORT FOLDER BUCKET. Its key is S3RVER with the secret S3RVER.
const fs = require("fs/promises");
const path = require("path");
const S3rver = require("@20minutes/s3rver");
const v4 = require("@20minutes/s3rver/lib/signature/v4");

// It signs the path without the slash at its end, where S3 takes it as it was sent.
const sentPath = "x-sent-path";
const { getStringToSign } = v4;
v4.getStringToSign = (request, rest) => getStringToSign({ ...request, uri: request.headers[sentPath] }, rest);

const [port, directory, name] = process.argv.slice(2);
const server = new S3rver({ address: "127.0.0.1", port: Number(port), directory, silent: true, configureBuckets: [{ name }] });
server.middleware.unshift((ctx, next) => {
  ctx.req.headers[sentPath] = ctx.req.url.split("?")[0];
  return next();
});

// S3 shows an object whole or not at all, also when it is killed, or when two write it. This server writes into the object that is there: so they come one after another, and
// the object last, by renaming.
const { store } = server;
let before = Promise.resolve();
store.putObject = object => {
  const put = before.then(() => putWhole(object));
  before = put.catch(() => {});
  return put;
};

async function putWhole({ bucket, key, content, metadata }) {
  const object = store.getResourcePath(bucket, key, "object");
  const temporary = `${object}.new`;
  await fs.mkdir(path.dirname(object), { recursive: true });
  const [size, md5] = await store.putContent(temporary, content);
  await store.putMetadata(bucket, key, metadata, md5);
  await fs.rename(temporary, object);
  return { size, md5 };
}

server.run().then(() => console.log("ready"), error => {
  console.error(error);
  process.exit(1);
});

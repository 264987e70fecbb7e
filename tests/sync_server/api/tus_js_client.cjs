// Uploads one file with tus-js-client as anybody would, and prints what came of it as one line of JSON.
//
//   node tus_js_client.cjs FOLDER OPTIONS
//
// FOLDER has node_modules. OPTIONS is JSON: file, options (given to tus.Upload), stopAfter (bytes after which the
// upload is aborted), terminate (whether aborting also ends it on the server).
const fs = require("node:fs");

const [folder, given] = process.argv.slice(2);
const tus = require(require.resolve("tus-js-client", { paths: [folder] }));
const { file, options, stopAfter, terminate } = JSON.parse(given);

function end(result) {
  console.log(JSON.stringify(result));
  process.exit(0);
}

const upload = new tus.Upload(fs.createReadStream(file), {
  ...options,
  uploadSize: fs.statSync(file).size,
  onError: (error) => end({ error: String(error), url: upload.url }),
  onSuccess: () => end({ done: true, url: upload.url }),
  onChunkComplete: (_size, accepted) => {
    if (stopAfter && accepted >= stopAfter) {
      upload.abort(Boolean(terminate)).then(() => end({ stopped: accepted, url: upload.url }));
    }
  },
});
upload.start();

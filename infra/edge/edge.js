// What nginx itself can't do: choose the secret that an address was signed with, and sign its own
// requests to the store (AWS Signature Version 4, in headers). Runs in nginx's njs, not in browsers.
import crypto from "crypto";

const ALGORITHM = "AWS4-HMAC-SHA256";
const SIGNED = "host;x-amz-content-sha256;x-amz-date";

function hex(text) {
  return crypto.createHash("sha256").update(text).digest("hex");
}

function hmac(key, text) {
  return crypto.createHmac("sha256", key).update(text);
}

// By their names, which are the first 8 digits of their SHA-256.
const secrets = {};
(process.env.EDGE_SECRETS || "").split(",").forEach((secret) => {
  if (secret.length >= 32) {
    secrets[hex(secret).slice(0, 8)] = secret;
  }
});

// The secret an address names; empty for one that is not ours, which nginx refuses.
function secret(r) {
  return secrets[r.variables.reel_key] || "";
}

// As it stands in the Host header of our requests.
function host(r) {
  return process.env.EDGE_STORE.replace(/^https?:\/\//, "");
}

function date(r) {
  return new Date().toISOString().replace(/[:-]/g, "").replace(/\.\d+/, "");
}

function authorization(r) {
  const stamp = r.variables.edge_date;
  const day = stamp.slice(0, 8);
  const scope = `${day}/${process.env.EDGE_S3_REGION}/s3/aws4_request`;
  const request = [
    "GET",
    r.variables.edge_path,
    "",
    `host:${host(r)}`,
    "x-amz-content-sha256:UNSIGNED-PAYLOAD",
    `x-amz-date:${stamp}`,
    "",
    SIGNED,
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  let key = `AWS4${process.env.EDGE_S3_SECRET_KEY}`;
  [day, process.env.EDGE_S3_REGION, "s3", "aws4_request"].forEach((part) => {
    key = hmac(key, part).digest();
  });
  const signature = hmac(key, `${ALGORITHM}\n${stamp}\n${scope}\n${hex(request)}`).digest("hex");
  const credential = `${process.env.EDGE_S3_ACCESS_KEY}/${scope}`;
  return `${ALGORITHM} Credential=${credential}, SignedHeaders=${SIGNED}, Signature=${signature}`;
}

export default { secret, host, date, authorization };

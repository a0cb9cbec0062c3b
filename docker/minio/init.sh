#!/bin/sh
# Buckets, and a user for each that may use it alone. May be run again.
#
# MC_HOST_store                                  where MinIO is, and its administrator
# LAKE_ACCESS_KEY, LAKE_SECRET_KEY, FLINK_...    the users' keys
set -eu

# A bucket, and a user whose rights end at it. The user's keys are made known by standard input, not as arguments; of the
# other commands the name is one, inside of this container.
bucket_with_user() {
  bucket=$1
  user=$2
  key=$3
  mc mb --ignore-existing "store/$bucket"
  policy=/tmp/$bucket.json
  cat >"$policy" <<JSON
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      "Resource": ["arn:aws:s3:::$bucket"]
    },
    {
      "Effect": "Allow",
      "Action": [
        "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"
      ],
      "Resource": ["arn:aws:s3:::$bucket/*"]
    }
  ]
}
JSON
  mc admin policy create store "$bucket-only" "$policy"
  printf '%s\n%s\n' "$user" "$key" | mc admin user add store >/dev/null
  # A policy that is attached already is refused.
  attached=$(mc admin policy entities store --user "$user")
  case $attached in
    *"$bucket-only"*) ;;
    *) mc admin policy attach store "$bucket-only" --user "$user" >/dev/null ;;
  esac
  echo "bucket $bucket has its user"
}

bucket_with_user lake "$LAKE_ACCESS_KEY" "$LAKE_SECRET_KEY"
bucket_with_user flink "$FLINK_ACCESS_KEY" "$FLINK_SECRET_KEY"

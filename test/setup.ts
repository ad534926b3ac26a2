// The CDK checks every synthesis against CloudFormation's rules. One test file turns that on again; the others stay fast.
process.env['CDK_VALIDATION'] ??= 'false';
process.env['AWS_REGION'] ??= 'eu-west-2';
process.env['POWERTOOLS_DEV'] ??= 'false';
// The tests run on the oldest Node that the package supports, Lambda on a newer one.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

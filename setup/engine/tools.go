//go:build tools

// Package engine locks the Pulumi engine and its dependencies, for machines that can reach Go's module proxy but not the
// vendor's download.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"

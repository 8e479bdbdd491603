# Every resource and data source aws_vpclattice_* of provider 5.100, in one stack.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

variable "endpoint" {
  type = string
}

# False: as created. True: everything that can be changed in place is changed.
variable "changed" {
  type    = bool
  default = false
}

provider "aws" {
  region                  = "ap-northeast-1"
  access_key              = "000000000000"
  secret_key              = "pergola"
  skip_metadata_api_check = "true"

  endpoints {
    ec2        = var.endpoint
    iam        = var.endpoint
    logs       = var.endpoint
    sts        = var.endpoint
    vpclattice = var.endpoint
  }

  default_tags {
    tags = {
      stack = "lattice"
    }
  }
}

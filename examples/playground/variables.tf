variable "endpoint" {
  description = "Where Pergola listens."
  type        = string
  default     = "http://127.0.0.1:4566"
}

variable "region" {
  type    = string
  default = "ap-northeast-1"
}

variable "nat" {
  description = "True: public subnets, internet gateway and NAT gateway. False: private subnets only."
  type        = bool
  default     = true
}

variable "desired_count" {
  description = "How many tasks answer."
  type        = number
  default     = 1
}

variable "health_check_path" {
  type    = string
  default = "/"
}

variable "client_may_enter" {
  description = "False removes the rule that lets VPC two into the service network: requests then hang, as in AWS."
  type        = bool
  default     = true
}

variable "answer_with_404" {
  description = "True makes the listener answer 404 itself instead of forwarding."
  type        = bool
  default     = false
}
